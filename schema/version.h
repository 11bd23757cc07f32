/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * version.h - the version of the contract between indexer and daemon.
 *
 * It changes when a term, a slot, a record or a token file changes its meaning. quothd
 * refuses an index of another version and names the command that rebuilds it.
 */
#ifndef SCHEMA_VERSION_H
#define SCHEMA_VERSION_H

#define SCHEMA_VERSION 3

#endif
