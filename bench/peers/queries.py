# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads a query file and times its queries by class, as the harnesses in C do."""
import time


def read(path):
    with open(path, encoding='utf-8') as lines:
        return [tuple(line.rstrip('\n').split('\t', 1)) for line in lines if '\t' in line]


def time_all(queries, answer, rounds):
    """`answer` takes class and text and returns how many hits it showed."""
    for _ in range(rounds):
        spent, hits = {}, {}
        for name, text in queries:
            begin = time.perf_counter_ns()
            shown = answer(name, text)
            spent.setdefault(name, []).append((time.perf_counter_ns() - begin) / 1e6)
            hits[name] = hits.get(name, 0) + shown
    return {name: summary(sorted(times), hits[name]) for name, times in spent.items()}


def summary(times, hits):
    return {'mean_ms': round(sum(times) / len(times), 4),
            'p50_ms': round(times[len(times) // 2], 4),
            'p99_ms': round(times[len(times) * 99 // 100], 4),
            'hits': hits}
