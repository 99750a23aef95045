/* tables.h: the tables of the program as sources of its manual. */
#ifndef CIFSTOP_DOC_TABLES_H
#define CIFSTOP_DOC_TABLES_H

/* Prints `text` so that mdoc takes none of it for a command and hyphens stay hyphens. */
void mdoc_text(const char *text);

/* Each prints one region to standard output. */
void tables_print_options(void);
void tables_print_fields(void);
void tables_print_file_fields(void);
void tables_print_connection_fields(void);
void tables_print_lock_fields(void);
void tables_print_filter_types(void);
void tables_print_keys(void);
void tables_print_config(void);
void tables_print_parameters(void);

#endif
