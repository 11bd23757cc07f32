#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Groonga: groonga.py CORPUS QUERIES FOLDER

One process answers commands over a pipe. Words by TokenBigram (which takes words whole where
there are spaces) with English stems and positions; titles, dates and texts in columns; ranked
by tf-idf; ten hits with their ids and titles. Its stems belong to the tokenizer, so that
phrases are of stems and find a little more than an exact phrase does.
"""
import json
import os
import subprocess
import sys
import time

import queries

ROUNDS = 3
COLUMNS = ('title', 'date', 'body')
SCHEMA = (
    'plugin_register token_filters/stem',
    'table_create Articles TABLE_HASH_KEY ShortText',
    'column_create Articles title COLUMN_SCALAR Text',
    'column_create Articles date COLUMN_SCALAR ShortText',
    'column_create Articles body COLUMN_SCALAR Text',
    'table_create Words TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram'
    ' --normalizer NormalizerAuto --token_filters TokenFilterStem',
)
INDEX = ('column_create Words articles COLUMN_INDEX|WITH_POSITION|WITH_SECTION Articles'
         ' title,body',)
SELECT = ('select Articles --match_columns "scorer_tf_idf(Words.articles.title)||'
          'scorer_tf_idf(Words.articles.body)"'
          ' --output_columns _key,title --sort_keys -_score --limit 10 --cache no --query ')


class Groonga:
    def __init__(self, folder):
        self.process = subprocess.Popen(['groonga', '-n', os.path.join(folder, 'articles')],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding='utf-8')

    def ask(self, command):
        self.process.stdin.write(command + '\n')
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if answer[0][0] != 0:
            raise SystemExit(f'groonga: {command[:200]}: {answer[0]}')
        return answer

    def load(self, corpus):
        pipe = self.process.stdin
        pipe.write('load --table Articles\n[\n')
        with open(corpus, encoding='utf-8') as lines:
            for line in lines:
                article = json.loads(line)
                row = {'_key': article['id']}
                row.update((name, article.get(name, '')) for name in COLUMNS)
                pipe.write(json.dumps(row, ensure_ascii=False) + ',\n')
        return self.ask(']')

    def processor_s(self):
        with open(f'/proc/{self.process.pid}/stat', encoding='utf-8') as file:
            fields = file.read().rpartition(')')[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def build(groonga, corpus):
    """Texts first, then the index of all of them at once: the fastest way it has."""
    begin = time.perf_counter()
    for command in SCHEMA:
        groonga.ask(command)
    groonga.load(corpus)
    for command in INDEX:
        groonga.ask(command)
    return time.perf_counter() - begin


def as_query(name, text):
    return text.replace(' AND ', ' ') if name == 'and' else text


def main():
    corpus, query_file, folder = sys.argv[1:4]
    os.makedirs(folder)
    groonga = Groonga(folder)
    index_s = build(groonga, corpus)
    processor_s = groonga.processor_s()

    def answer(name, text):
        return len(groonga.ask(SELECT + json.dumps(as_query(name, text)))[1][0]) - 2

    classes = queries.time_all(queries.read(query_file), answer, ROUNDS)
    version = subprocess.run(['groonga', '--version'], check=True, capture_output=True,
                             encoding='utf-8').stdout.split()[1]
    groonga.close()
    print(json.dumps({'version': version, 'index_s': index_s, 'index_cpu_s': processor_s,
                      'classes': classes}))


main()
