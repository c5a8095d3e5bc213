/* libkwotareader.so.1 from C89, with nothing but its header: all fifteen functions, the errors of a wrong caller, a child of fork(), small and
 * large structures, threads. Keys and cards are the published test set of `kwota card run`; tests/library/library.py lays them down.
 * Arguments: reader of the purse, its PSAM, reader of another purse, its PSAM, reader of the load SAM, reader of a tool card, the two
 * numbers of the purses. */
#include <kwota_reader.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "centre.h"

static void the_purse(int h, const char *asn, struct centre *centre) {
  kw_trade trade = empty_trade();
  kw_status status;
  kw_record records[10];
  kw_lockproof proof;
  kw_cardinfo info;
  char number[21];
  int n = 0;
  uint32_t before = balance_of(h);

  check(kw_read_card_no(h, number, sizeof number) == 0 && strcmp(number, asn) == 0, "14 kw_read_card_no", kw_last_sw(h));
  memset(&info, 0, sizeof info);
  info.cb = sizeof info;
  check(kw_read_card_info(h, &info) == 0 && info.areas == 2 && strcmp(info.area[1], "33010002") == 0, "15 kw_read_card_info", (long)info.areas);
  memset(&status, 0, sizeof status);
  status.cb = sizeof status;
  check(kw_card_status(h, &status) == 0 && status.family == KW_FAMILY_PURSE, "10 kw_card_status", (long)status.family);

  check(kw_psam_verify(h, KW_SLOT_CARD, "123456") == 0, "3 kw_psam_verify, of the card", kw_last_sw(h));
  check(kw_load(h, asn, 700, "", &trade) == 0 && trade.bal_after == before + 700 && centre->told == 1, "5 kw_load by the callback", (long)trade.bal_after);
  centre->wrong = 1;
  check(kw_load(h, asn, 700, "", NULL) == KW_E_MAC && balance_of(h) == before + 700, "its MAC one bit wrong", (long)balance_of(h));
  centre->wrong = 0;

  trade = empty_trade();
  check(kw_deduct(h, asn, 100, KW_PURCHASE, &trade) == 0 && trade.bal_after == before + 600, "6 kw_deduct, purchase", (long)trade.bal_after);
  check(kw_deduct(h, asn, 0, KW_GREY_LOCK, &trade) == 0 && trade.tt == 0x92, "6 kw_deduct, grey lock", (long)trade.tt);
  memset(&proof, 0, sizeof proof);
  proof.cb = sizeof proof;
  check(kw_lock_status(h, &proof) == 0 && proof.state == 1 && proof.seq == trade.seq, "12 kw_lock_status", (long)proof.state);
  check(kw_load(h, asn, 1, "", NULL) == KW_E_GREY, "nothing is loaded onto a grey card", 0);
  check(kw_undeduct(h, asn, 50, &trade) == 0 && trade.bal_after == before + 550, "7 kw_undeduct", (long)trade.bal_after);
  check(kw_deduct(h, asn, 0, KW_GREY_LOCK, &trade) == 0, "a second lock", 0);
  check(kw_release_lock(h, asn, 25, &trade) == 0 && trade.tt == 0x96 && trade.bal_after == before + 525, "13 kw_release_lock", (long)trade.bal_after);
  memset(records, 0, sizeof records);
  records[0].cb = sizeof records[0];
  check(kw_card_records(h, records, 10, &n) == 0 && n >= 4 && records[0].tt == 0x96 && records[1].tt == 0x94, "11 kw_card_records, newest first", n);
}

/* A key for the PSAM: what the office wrote under its master, and the centre's MAC over the PSAM's random number. */
static void a_key(int h, struct centre *centre) {
  des_byte record[24] = {0x13, 0x22, 0x01, 0x00}, master[16], cipher[24];
  char text[49];
  int i;
  from_hex(ROOT_PURCHASE, record + 4);
  record[20] = 0x80;
  key_of(ROOT_MASTER, "2026112200000301", master);
  for (i = 0; i < 24; i += 8) des3_block(master, record + i, cipher + i);
  to_hex(cipher, 24, text);
  from_hex("84D400001C", centre->message);
  memcpy(centre->message + 5, cipher, 24);
  centre->message_size = 29;
  check(kw_psam_set_key(h, KW_SLOT_PSAM, 0x22, 1, text) == 0, "4 kw_psam_set_key", kw_last_sw(h));
}

static void a_tool_card(int h, struct centre *centre) {
  static const des_byte frame[] = {0x68, 0x26, 0x00, 0x0C, 0, 0, 0, 1, 0x20, 0x27, 0x12, 0x31, 0, 1, 0, 30, 0, 0x16};
  char payload[64], back[64];
  int type = 0, sum = 0, i;
  const int size = (int)sizeof frame;
  memcpy(centre->message, "\x04\xD6\x81\x00", 4);
  centre->message[4] = (des_byte)(size + 4);
  memcpy(centre->message + 5, frame, (size_t)size);
  for (i = 1; i < size - 2; ++i) sum += frame[i];
  centre->message[5 + size - 2] = (des_byte)sum;
  centre->message_size = 5 + size;
  to_hex(frame + 4, 12, payload);
  check(kw_issue_tool_card(h, 0x26, payload) == 0, "8 kw_issue_tool_card", kw_last_sw(h));
  check(kw_read_tool_card(h, &type, back, sizeof back) == 0 && type == 0x26 && strcmp(back, payload) == 0, "9 kw_read_tool_card", type);
}

/* A purchase of nothing is none: counter and log are as before. */
static void buys_nothing(int h, const char *asn) {
  kw_record before[10], after[10];
  int had = 0, has = 0;
  before[0].cb = after[0].cb = sizeof before[0];
  check(kw_card_records(h, before, 10, &had) == 0 && kw_deduct(h, asn, 0, KW_PURCHASE, NULL) == KW_E_ARGUMENT && kw_card_records(h, after, 10, &has) == 0 && has == had &&
            memcmp(before, after, (size_t)has * sizeof before[0]) == 0,
        "6 kw_deduct, a purchase of 0: refused, and the card has no line of it", has);
}

static void wrong_callers(int h, const char *asn) {
  unsigned char room[256];
  kw_status *out = (kw_status *)(void *)room;
  kw_status whole;
  check(kw_card_status(h + 1000, &whole) == KW_E_ARGUMENT && kw_open("com1", 9600) == KW_E_ARGUMENT, "wrong handle, wrong port", 0);
  check(kw_open("pcsc:no such reader", 0) == KW_E_PORT, "no such reader", 0);
  check(kw_load(h, asn, 0, "", NULL) == KW_E_ARGUMENT && kw_deduct(h, asn, 1, 7, NULL) == KW_E_ARGUMENT && kw_load(h, NULL, 1, "", NULL) == KW_E_ARGUMENT, "wrong arguments", 0);
  buys_nothing(h, asn);
  check(kw_load(h, "00000000000000000000", 1, "", NULL) == KW_E_CHANGED, "another card than was named", 0);
  memset(room, 0xEE, sizeof room);
  out->cb = 8;
  check(kw_card_status(h, out) == 0 && out->cb == 8 && out->family == 1 && room[8] == 0xEE, "cb 8: two members, and not a byte behind them", (long)out->cb);
  out->cb = 200;
  check(kw_card_status(h, out) == 0 && out->cb == sizeof(kw_status) && room[sizeof(kw_status)] == 0xEE, "cb 200: all of it, and cb says how much", (long)out->cb);
}

static void in_a_child(int h, const char *asn) {
  int status = -1;
  pid_t child = fork();
  if (child == 0) {
    kw_status out;
    int good;
    out.cb = sizeof out;
    good = kw_card_status(h, &out) == KW_E_ARGUMENT && kw_open("pcsc:0", 0) == KW_E_ARGUMENT && kw_load(h, asn, 1, "", NULL) == KW_E_ARGUMENT &&
           kw_last_sw(h) == KW_E_ARGUMENT && kw_close(h) == KW_E_ARGUMENT;
    _exit(good ? 0 : 1);
  }
  waitpid(child, &status, 0);
  check(status == 0 && balance_of(h) != KW_UNKNOWN, "a child of fork() gets -18, its parent goes on", status);
}

struct work {
  int h;
  const char *asn;
  int good;
};

static void *spend(void *given) {
  struct work *work = (struct work *)given;
  int i;
  for (i = 0; i < 20; ++i) work->good += kw_deduct(work->h, work->asn, 1, KW_PURCHASE, NULL) == 0;
  return NULL;
}

static void threads(int one, const char *asn, int two, const char *other) {
  struct work work[4];
  pthread_t thread[4];
  uint32_t before = balance_of(one), others = balance_of(two);
  int i, good = 0;
  for (i = 0; i < 4; ++i) {
    work[i].h = i < 2 ? one : two;
    work[i].asn = i < 2 ? asn : other;
    work[i].good = 0;
    pthread_create(&thread[i], NULL, spend, &work[i]);
  }
  for (i = 0; i < 4; ++i) {
    pthread_join(thread[i], NULL);
    good += work[i].good;
  }
  check(good == 80 && balance_of(one) == before - 40 && balance_of(two) == others - 40, "two threads on each of two handles: eighty purchases, each once", good);
}

int main(int argc, char **argv) {
  char port[512];
  struct centre centre;
  int one, two, sam, tool;
  kw_trade trade = empty_trade();
  uint32_t before;
  if (argc != 9) return 2;
  memset(&centre, 0, sizeof centre);
  check(kw_version() >> 16 == KW_ABI && strlen(kw_strerror(KW_E_TORN, "zh")) > 0, "kw_version, kw_strerror", kw_version());
  sprintf(port, "pcsc:%s;psam=pcsc:%s", argv[1], argv[2]);
  one = kw_open(port, 0);
  sprintf(port, "pcsc:%s;psam=pcsc:%s", argv[3], argv[4]);
  two = kw_open(port, 0);
  sprintf(port, "pcsc:%s", argv[6]);
  tool = kw_open(port, 0);
  check(one > 0 && two > 0 && tool > 0, "1 kw_open", one);
  kw_set_auth(one, give_seal, &centre);
  kw_set_auth(tool, give_seal, &centre);
  check(kw_psam_verify(one, KW_SLOT_PSAM, "000000") == KW_E_PIN && (kw_last_sw(one) & 0xFFF0) == 0x63C0, "3 kw_psam_verify: a wrong PIN says how many tries are left", kw_last_sw(one));
  check(kw_psam_verify(one, KW_SLOT_PSAM, "123456") == 0 && kw_psam_verify(two, KW_SLOT_PSAM, "123456") == 0, "3 kw_psam_verify", kw_last_sw(one));
  the_purse(one, argv[7], &centre);
  a_key(one, &centre);
  a_tool_card(tool, &centre);
  wrong_callers(one, argv[7]);
  in_a_child(one, argv[7]);
  threads(one, argv[7], two, argv[8]);
  check(kw_close(two) == 0 && kw_close(two) == KW_E_ARGUMENT, "2 kw_close", 0);
  sprintf(port, "pcsc:%s;isam=pcsc:%s", argv[3], argv[5]);
  sam = kw_open(port, 0);
  check(kw_psam_verify(sam, KW_SLOT_ISAM, "123456") == 0 && kw_psam_verify(sam, KW_SLOT_CARD, "123456") == 0, "a load SAM and its card are opened", kw_last_sw(sam));
  before = balance_of(sam);
  check(kw_load(sam, argv[8], 300, "", &trade) == 0 && trade.bal_after == before + 300, "5 kw_load by the load SAM", (long)trade.bal_after);
  check(kw_close(sam) == 0 && kw_close(one) == 0 && kw_close(tool) == 0, "2 kw_close", 0);
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
