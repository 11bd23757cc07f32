#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""SQLite's FTS5: fts5.py CORPUS QUERIES FOLDER

Porter stems over unicode61, positions kept (detail=full), the text in the table, one
transaction. Its stemmer belongs to the tokenizer, so that phrases are of stems and find a
little more than an exact phrase does. Hits are ranked by bm25; ten are fetched.
"""
import json
import os
import sqlite3
import sys
import time

import queries

ROUNDS = 3
COLUMNS = ('id', 'title', 'date', 'body')


def rows(corpus):
    with open(corpus, encoding='utf-8') as lines:
        for line in lines:
            article = json.loads(line)
            yield tuple(article.get(column, '') for column in COLUMNS)


def build(database, corpus):
    begin = time.perf_counter()
    database.execute("create virtual table article using fts5(id unindexed, title, date unindexed,"
                     " body, tokenize = 'porter unicode61')")
    with database:
        database.execute('begin')
        database.executemany('insert into article values (?, ?, ?, ?)', rows(corpus))
    indexed, processor = time.perf_counter(), time.process_time()
    database.execute("insert into article(article) values ('optimize')")
    return indexed - begin, processor, time.perf_counter() - indexed


def main():
    corpus, query_file, folder = sys.argv[1:4]
    os.makedirs(folder)
    database = sqlite3.connect(os.path.join(folder, 'articles.db'), isolation_level=None)
    index_s, processor_s, merge_s = build(database, corpus)
    statement = 'select id, title from article where article match ? order by rank limit 10'

    def answer(_, text):
        return len(database.execute(statement, (text,)).fetchall())

    classes = queries.time_all(queries.read(query_file), answer, ROUNDS)
    print(json.dumps({'version': sqlite3.sqlite_version, 'index_s': index_s,
                      'index_cpu_s': processor_s, 'merge_s': merge_s, 'classes': classes}))


main()
