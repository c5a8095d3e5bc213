/* libkwotareader.so.1: purse cards, PSAMs and tool cards of Kwota on PC/SC readers, for anybody's software. C89 and later, C++.
 *
 * Every function returns 0 (done), > 0 (done, with a warning) or < 0 (KW_E_...). Numbers of cards and terminals are decimal digits,
 * codes and cryptograms hexadecimal digits, all text ends with a zero byte. Money is in the smallest unit (fen).
 * A structure begins with `cb`: its size as the caller knows it, set before the call. A smaller or larger one is honoured: members that fit
 * whole are filled, and cb says how much was.
 * Calls on one handle wait for one another, handles do not; after fork() every call answers KW_E_ARGUMENT in the child.
 * The library writes no file and nothing to the terminal, and changes no signal, no locale and no thread.
 * Manual: docs/reader-library.md. */
#ifndef KWOTA_READER_H
#define KWOTA_READER_H

#include <stdint.h>

#define KW_ABI 1

#ifdef __cplusplus
extern "C" {
#endif

/* Errors. */
#define KW_OK 0
#define KW_W_UNCERTIFIED 1     /* done on the card; the PSAM could not be told, or the card has no proof of it any more */
#define KW_E_PORT (-1)         /* no such reader, or no card service */
#define KW_E_TIMEOUT (-2)      /* the card does not answer */
#define KW_E_NO_CARD (-3)      /* no card, or it was pulled; nothing was changed */
#define KW_E_TWO_CARDS (-4)    /* port "pcsc:" and cards on several readers */
#define KW_E_CARD_TYPE (-5)    /* another kind of card */
#define KW_E_NO_PSAM (-6)      /* no PSAM or load SAM in the slot, or nobody who gives the seal */
#define KW_E_PIN (-7)          /* PIN wrong, locked or not given; low half byte of kw_last_sw: tries left */
#define KW_E_MAC (-8)          /* a MAC or TAC is wrong */
#define KW_E_BALANCE (-9)      /* not enough money on the card, or more than it may hold */
#define KW_E_GREY (-10)        /* the card is locked, by another terminal where it matters */
#define KW_E_NOT_GREY (-11)
#define KW_E_BLACK_LISTED (-12)
#define KW_E_EXPIRED (-13)
#define KW_E_KEY (-14)         /* the PSAM or card has no key of this version */
#define KW_E_CHANGED (-15)     /* another card than asn says */
#define KW_E_TORN (-16)        /* not known whether it was done: put the card back and call the same function again, or kw_lock_status.
                                * Again -16 with the card there: another terminal has moved it since, and the card proves neither. Give nothing
                                * and take nothing; ask whoever seals by on_seq. The log (kw_card_records) says which it was wherever n < 10, or
                                * where one of its records is older than the move: without a record of it, it was not done. The log is under no
                                * seal: that is for people to believe. Then kw_close and kw_open: a new handle begins anew. */
#define KW_E_BUFFER (-17)      /* too small */
#define KW_E_ARGUMENT (-18)    /* a wrong argument or handle; in a child of fork() always */
#define KW_E_NOT_SUPPORTED (-19)
#define KW_E_BUSY (-20)        /* another program has the reader */
#define KW_E_OTHER (-99)

#define KW_UNKNOWN 0xFFFFFFFFu /* of a number that the card does not tell */

/* Slots of a handle. */
#define KW_SLOT_CARD 0
#define KW_SLOT_PSAM 1
#define KW_SLOT_ISAM 2

/* kw_deduct */
#define KW_PURCHASE 0
#define KW_GREY_LOCK 1

/* kw_status.family */
#define KW_FAMILY_FOREIGN 0
#define KW_FAMILY_PURSE 1
#define KW_FAMILY_TOOL 2
#define KW_FAMILY_METER_CARD 3
#define KW_FAMILY_KEY_CARD 4
#define KW_FAMILY_BLANK 5

/* kw_authreq.op: the number of the function that asks. */
#define KW_OP_SET_KEY 4
#define KW_OP_LOAD 5
#define KW_OP_TOOL_CARD 8
#define KW_OP_RELEASE 13

#pragma pack(push, 1)

typedef struct kw_trade {
  uint32_t cb, tt, seq, bal_before, bal_after, amount, term_seq;
  char tid[13], datetime[15], mac[9], tac[9];
} kw_trade;

typedef struct kw_status {
  uint32_t cb, family, grey, blocked, pin_tries, expired, online_seq, offline_seq, balance;
  char asn[21];
} kw_status;

typedef struct kw_record {
  uint32_t cb, seq, overdraft, amount, tt;
  char tid[13], datetime[15];
} kw_record;

typedef struct kw_lockproof {
  uint32_t cb, state, tt, purse, balance, seq;
  char tid[13], datetime[15], x[9], y[9];
} kw_lockproof;

typedef struct kw_cardinfo {
  uint32_t cb, app_type, app_version, card_type, areas;
  char asn[21], issuer[17], valid_from[9], valid_to[9], holder[64], id_no[33], area[4][9];
} kw_cardinfo;

typedef struct kw_authreq {
  uint32_t cb, op, phase, bal, on_seq, off_seq, amount, ver, alg, tt;
  char asn[21], rnd[9], mac1[9], tid[13], tac[9];
} kw_authreq;

typedef struct kw_authres {
  uint32_t cb;
  char datetime[15], mac2[9];
} kw_authres;

#pragma pack(pop)

/* Gives the seal (phase 1), is told what the card answered (phase 2). < 0 in phase 1: nothing is changed, and the call answers that number. */
typedef int (*kw_auth_fn)(void *user, const kw_authreq *request, kw_authres *response);
/* One line for each command: slot, header, length and status. No data, so no key, PIN or MAC. */
typedef void (*kw_trace_fn)(const char *line);

int kw_open(const char *port, int baud);
int kw_close(int h);
int kw_psam_verify(int h, int slot, const char *pin);
int kw_psam_set_key(int h, int slot, int usage, int ver, const char *cryptogram_hex);
int kw_load(int h, const char *asn, uint32_t fen, const char *oper, kw_trade *out);
int kw_deduct(int h, const char *asn, uint32_t fen, int mode, kw_trade *out);
int kw_undeduct(int h, const char *asn, uint32_t fen, kw_trade *out);
int kw_issue_tool_card(int h, int type, const char *payload_hex);
int kw_read_tool_card(int h, int *type, char *payload_hex, int cap);
int kw_card_status(int h, kw_status *out);
int kw_card_records(int h, kw_record *out, int max, int *n);
int kw_lock_status(int h, kw_lockproof *out);
int kw_release_lock(int h, const char *asn, uint32_t fen, kw_trade *out);
int kw_read_card_no(int h, char *asn, int cap);
int kw_read_card_info(int h, kw_cardinfo *out);

/* Beside the fifteen. */
int kw_last_sw(int h);
int kw_version(void);
const char *kw_strerror(int code, const char *language);
int kw_set_auth(int h, kw_auth_fn fn, void *user);
int kw_set_trace(kw_trace_fn fn);

#ifdef __cplusplus
}
#endif

#endif
