/* What the C programs beside this share: their checks, and the centre that gives seals under the published test keys. */
#ifndef CENTRE_H
#define CENTRE_H

#include <kwota_reader.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "des.h"

static int passed, failed;

static void check(int ok, const char *what, long seen) {
  passed += ok != 0;
  failed += ok == 0;
  if (ok) printf("ok     %s\n", what);
  else printf("FAILED %s   seen: %ld\n", what, seen);
  fflush(stdout);
}

static int from_hex(const char *text, des_byte *out) {
  int size = (int)strlen(text) / 2, i;
  for (i = 0; i < size; ++i) {
    unsigned value;
    sscanf(text + 2 * i, "%2x", &value);
    out[i] = (des_byte)value;
  }
  return size;
}

static void to_hex(const des_byte *bytes, int size, char *out) {
  int i;
  for (i = 0; i < size; ++i) sprintf(out + 2 * i, "%02X", bytes[i]);
}

static int put32(des_byte *to, uint32_t value) {
  to[0] = (des_byte)(value >> 24);
  to[1] = (des_byte)(value >> 16);
  to[2] = (des_byte)(value >> 8);
  to[3] = (des_byte)value;
  return 4;
}

/* Roots of the test set: left half of SHA-256("KWOTA TEST KEY, WORTHLESS: " name). */
#define ROOT_LOAD "86DD069B41D6BFE954B44AED93F1F635"
#define ROOT_RELEASE "7992664FA937B9C2717718B2DBB94294"
#define ROOT_MAINTENANCE "AA43AD54423CEC60048E69B3D324FB9E"
#define ROOT_MASTER "F1A4813E49FA7B535E50E0671E8764BE"
#define ROOT_PURCHASE "78D945B94886A9280683472C65D11007"
#define MOMENT "20260822093000"

/* What a centre does with its HSM. */
struct centre {
  int asked, told, wrong;
  des_byte message[256];
  int message_size;
};

static void key_of(const char *root, const char *number, des_byte *key) {
  des_byte bytes[16], factor[16];
  int size = from_hex(number, factor);
  from_hex(root, bytes);
  des3_diversify(bytes, factor + size - 8, key);
}

static int seal_command(const struct centre *centre, const char *root, const kw_authreq *asked, des_byte *mac) {
  des_byte key[16], start[8];
  key_of(root, asked->asn, key);
  memset(start, 0, 8);
  from_hex(asked->rnd, start);
  des_retail_mac(key, start, centre->message, centre->message_size, mac);
  return 0;
}

static int seal_money(const kw_authreq *asked, des_byte *mac) {
  des_byte key[16], input[8], session[8], message[64], mac1[4];
  char claimed[9];
  int size;
  key_of(asked->op == KW_OP_LOAD ? ROOT_LOAD : ROOT_RELEASE, asked->asn, key);
  from_hex(asked->rnd, input);
  input[4] = (des_byte)(asked->on_seq >> 8);
  input[5] = (des_byte)asked->on_seq;
  input[6] = 0x80;
  input[7] = 0x00;
  des3_block(key, input, session);
  size = put32(message, asked->bal);
  if (asked->op == KW_OP_LOAD) {
    size += put32(message + size, asked->amount);
  } else {
    message[size++] = (des_byte)(asked->off_seq >> 8);
    message[size++] = (des_byte)asked->off_seq;
  }
  message[size++] = (des_byte)asked->tt;
  size += from_hex(asked->tid, message + size);
  des_mac(session, message, size, mac1);
  to_hex(mac1, 4, claimed);
  if (strcmp(claimed, asked->mac1) != 0) return KW_E_MAC;
  size = put32(message, asked->amount);
  message[size++] = (des_byte)asked->tt;
  size += from_hex(asked->tid, message + size);
  size += from_hex(MOMENT, message + size);
  des_mac(session, message, size, mac);
  return 0;
}

static int give_seal(void *user, const kw_authreq *asked, kw_authres *answer) {
  struct centre *centre = (struct centre *)user;
  des_byte mac[4];
  int done;
  if (asked->phase == 2) {
    ++centre->told;
    return 0;
  }
  ++centre->asked;
  done = asked->op == KW_OP_TOOL_CARD ? seal_command(centre, ROOT_MAINTENANCE, asked, mac)
         : asked->op == KW_OP_SET_KEY ? seal_command(centre, ROOT_MASTER, asked, mac)
                                      : seal_money(asked, mac);
  if (done < 0) return done;
  if (centre->wrong) mac[3] ^= 1;
  strcpy(answer->datetime, MOMENT);
  to_hex(mac, 4, answer->mac2);
  return 0;
}

static uint32_t balance_of(int h) {
  kw_status status;
  memset(&status, 0, sizeof status);
  status.cb = sizeof status;
  return kw_card_status(h, &status) == 0 ? status.balance : KW_UNKNOWN;
}

static kw_trade empty_trade(void) {
  kw_trade trade;
  memset(&trade, 0, sizeof trade);
  trade.cb = sizeof trade;
  return trade;
}

#endif
