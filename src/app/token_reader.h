/* token_reader.h: a process that reads tokens anew when a cluster refused one. */
#ifndef CIFSTOP_APP_TOKEN_READER_H
#define CIFSTOP_APP_TOKEN_READER_H

#include "config/config.h"
#include "fetch/renewal.h"

/*
 * The program itself can start no command and open no file of the user once it has given up its rights
 * (app/confine.h), and its fetch thread cannot wait for a command. So a child, which is forked before that, reads the
 * token_file or runs the token_command of the cluster that it is asked for, and knows nothing else: no password (see
 * base/secret_text.h), no terminal, no connection.
 */
struct token_reader;

/*
 * Starts the process when a cluster of `config`, which must outlive it, is asked with a token; else stores NULL. To be
 * called before any thread is started. Returns NULL, or a sentence that the caller frees.
 */
char *token_reader_start(struct config *config, struct token_reader **reader);

/* For fetch_settings; of NULL it is nobody. */
struct fetch_renewal token_reader_renewal(struct token_reader *reader);

/* Ends the process. NULL is fine. */
void token_reader_stop(struct token_reader *reader);

#endif
