/* names.h: believable names, made from numbers: the same number gives the same name. */
#ifndef ONTAP_SIM_NAMES_H
#define ONTAP_SIM_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;

/* Appends the account of the person `index`, such as "maria.gonzalez" or "mgonzalez12", all different. */
void names_person(struct buffer *b, uint32_t index);

/* Appends a computer's name, such as "BER-L-00427". */
void names_computer(struct buffer *b, uint32_t index);

/* Appends a domain name, such as "CORP"; common ones come more often. */
void names_domain(struct buffer *b, uint64_t dice);

/* Appends a service account without its domain, such as "svc_veeam3". */
void names_service(struct buffer *b, uint32_t index);

/* Append the name of an SVM, of a volume, and of the share that shows that volume. */
void names_svm(struct buffer *b, uint32_t index);
void names_volume(struct buffer *b, uint32_t index);
void names_share(struct buffer *b, uint32_t index);

/* Appends a path inside a share, with backslashes, as `dice` falls; a folder, or a file with its extension. */
void names_path(struct buffer *b, uint64_t dice, bool folder, bool hostile);

/* Appends something that a careless program trips over: escape sequences, line ends, bidi, bytes that are no UTF-8. */
void names_nasty(struct buffer *b, uint64_t dice);

#endif
