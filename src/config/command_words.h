/* command_words.h: a command as it is written, taken apart without a shell. */
#ifndef CIFSTOP_CONFIG_COMMAND_WORDS_H
#define CIFSTOP_CONFIG_COMMAND_WORDS_H

/*
 * Splits `line` at blanks into the words of a program and its arguments. Quotes and backslashes keep blanks as in a
 * shell, and ~/ at the start of a word is the home. Nothing else is done that a shell would do: what would call for it
 * ($ | ; & < > ` ( ) * ? [ #, a second line, NAME=VALUE in front) is refused unless it is quoted. On success stores the
 * words, ended by NULL, in *words, which the caller frees with command_words_free(), and returns NULL. Otherwise
 * returns what is wrong, to be read behind the name of the key, which the caller frees; it repeats nothing of the line
 * but the character.
 */
char *command_words_split(const char *line, char ***words);

/* A copy that the caller frees; NULL gives NULL. */
char **command_words_copy(char *const *words);

/* Appends a copy of `word`; *words may be NULL. */
void command_words_add(char ***words, const char *word);

/* Wipes, since somebody may have written a secret into his command, and frees. NULL is fine. */
void command_words_free(char **words);

#endif
