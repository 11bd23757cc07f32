#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What bench/run measured, as a table and as JSON.

    report.py table FOLDER ROUNDS JSON PEER...   from the files of the rounds in FOLDER
    report.py client QUOTH INDEX QUERY           times runs of the client, prints JSON
"""
import json
import os
import platform
import statistics
import subprocess
import sys
import time

RUNS = 50


def load(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def best(values):
    """Other work on the machine only ever adds time: the least is nearest to the truth."""
    return min(values)


def best_classes(rounds):
    return {name: {key: best([r[name][key] for r in rounds]) for key in rounds[0][name]}
            for name in rounds[0]}


def cpu(times):
    return times['user_s'] + times['system_s']


def read_quoth(folder, rounds):
    paths = [f'{folder}/quoth.{i}' for i in range(1, rounds + 1)]
    one = lambda kind: [load(f'{p}.{kind}')[0] for p in paths]
    times, merge, again = one('index.time'), one('merge.time'), one('again.time')
    loads = [load(f'{p}.load') for p in paths]
    clients = one('client')
    return {
        'index_s': best(t['wall_s'] for t in times),
        'index_cpu_s': best(cpu(t) for t in times),
        'merge_s': best(t['wall_s'] for t in merge),
        'again_s': best(t['wall_s'] for t in again),
        'peak_mb': max(t['peak_kb'] for t in times) / 1024,
        'bytes': one('bytes')[-1],
        'stats': one('stats')[-1],
        'in_process': best_classes([r['classes'] for r in one('answers')]),
        'in_segments': best_classes([r['classes'] for r in one('segments')]),
        'http': best_classes([r['classes'] for r in one('http')]),
        'load': [max((r[i] for r in loads), key=lambda x: x['answers_s'])
                 for i in range(len(loads[0]))],
        'overload': one('overload')[-1],
        'own_memory_kb': [line for line in load(f'{paths[-1]}.memory')],
        'client_warm_ms': best(c['warm_ms'] for c in clients),
        'client_cold_ms': best(c['cold_ms'] for c in clients),
    }


def read_peer(folder, peer, rounds):
    paths = [f'{folder}/{peer}.{i}' for i in range(1, rounds + 1)]
    out = [load(f'{p}.out')[0] for p in paths]
    times = [load(f'{p}.time')[0] for p in paths]
    return {
        'version': out[0]['version'],
        'index_s': best(o['index_s'] for o in out),
        'index_cpu_s': best(o['index_cpu_s'] for o in out),
        'merge_s': best(o.get('merge_s', 0) for o in out),
        'peak_mb': max(t['peak_kb'] for t in times) / 1024,
        'bytes': load(f'{paths[-1]}.bytes')[0],
        'in_process': best_classes([o['classes'] for o in out]),
    }


def versions_of(peers):
    return ', '.join(f"{name} {r['version']}" for name, r in peers.items())


def row(cells):
    print('| ' + ' | '.join(cells) + ' |')


def head(cells):
    row(cells)
    row(['---'] * len(cells))


def number(value):
    return f'{value:.3f}' if value < 10 else f'{value:.1f}'


def print_indexing(quoth, peers):
    head(['', 'index s', 'quoth / it', 'processor s', 'quoth / it', 'merge to one s', 'peak MB',
          'index MB'])
    for name, r in [('quoth', quoth)] + list(peers.items()):
        row([name, f"{r['index_s']:.2f}", f"{quoth['index_s'] / r['index_s']:.2f}",
             f"{r['index_cpu_s']:.2f}", f"{quoth['index_cpu_s'] / r['index_cpu_s']:.2f}",
             f"{r['merge_s']:.2f}", f"{r['peak_mb']:.0f}", f"{r['bytes'] / 1e6:.1f}"])
    print(f"\nquoth again, nothing changed: {quoth['again_s']:.2f} s\n")


def print_classes(title, rows, key):
    names = list(rows[0][1])
    print(title + '\n')
    head(['ms'] + names)
    for label, classes in rows:
        if key in classes[names[0]]:
            row([label] + [number(classes[n][key]) if n in classes else '' for n in names])
    print()


def print_queries(quoth, peers):
    whole = [('quoth over HTTP', quoth['http']), ('quoth in process', quoth['in_process']),
             ('quoth, segments as indexed', quoth['in_segments'])]
    others = [(name, r['in_process']) for name, r in peers.items()]
    print_classes('Matching only, mean', whole[1:] + others, 'match_ms')
    print_classes('Whole answer, mean', whole + others, 'mean_ms')
    print_classes('Whole answer, median', whole + others, 'p50_ms')
    print_classes('Whole answer, 99th percentile', whole + others, 'p99_ms')
    print_classes('Hits shown', [whole[1]] + others, 'hits')
    for name, r in peers.items():
        print(f'quoth / {name}:\n')
        classes = list(quoth['http'])
        head([''] + classes)
        if 'match_ms' in r['in_process'][classes[0]]:
            row(['matching'] + [number(quoth['in_process'][c]['match_ms'] /
                                       r['in_process'][c]['match_ms']) for c in classes])
        for key, label in (('mean_ms', 'mean'), ('p50_ms', 'median')):
            row([f'whole, HTTP, {label}'] +
                [number(quoth['http'][c][key] / r['in_process'][c][key]) for c in classes])
        print()


def print_service(quoth):
    head(['clients', 'answers a second', '503 a second'])
    for line in quoth['load'] + [quoth['overload']]:
        row([str(line['clients']), f"{line['answers_s']:.0f}", f"{line['refusals_s']:.0f}"])
    print(f"\nclient, whole run: {quoth['client_warm_ms']:.1f} ms with its daemon, "
          f"{quoth['client_cold_ms']:.1f} ms with none (medians of {RUNS})")
    print(f"quothd's own memory (no mapped files): {quoth['own_memory_kb'][0] / 1024:.1f} MB after "
          f"one round of queries, {quoth['own_memory_kb'][-1] / 1024:.1f} MB at the end")


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as file:
        models = [line.split(':')[1].strip() for line in file if line.startswith('model name')]
    return {'cores': os.cpu_count(), 'model': models[0] if models else platform.machine(),
            'system': platform.platform()}


def table(folder, rounds, output, peers):
    quoth = read_quoth(folder, int(rounds))
    others = {peer: read_peer(folder, peer, int(rounds)) for peer in peers}
    where = machine()
    print(f"{where['cores']} cores, {where['model']}, {where['system']}; {versions_of(others)}; "
          f"best of {rounds} rounds in turn\n")
    print_indexing(quoth, others)
    print_queries(quoth, others)
    print_service(quoth)
    with open(output, 'w', encoding='utf-8') as file:
        json.dump({'machine': where, 'rounds': int(rounds), 'quoth': quoth, 'peers': others},
                  file, indent=1)


def time_client(command):
    begin = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1e3


def client(program, index, query):
    search = [program, '--index', index, '--json', query]
    stop = [program, '--index', index, 'stop']
    time_client(search)
    warm = [time_client(search) for _ in range(RUNS)]
    cold = []
    for _ in range(RUNS):
        time_client(stop)
        cold.append(time_client(search))
    time_client(stop)
    print(json.dumps({'warm_ms': statistics.median(warm), 'cold_ms': statistics.median(cold)}))


def main():
    if sys.argv[1] == 'client':
        client(*sys.argv[2:5])
    else:
        table(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:])


main()
