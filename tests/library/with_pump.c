/* libkwotareader.so.1 from C89, at a pump: what the library loads the pump takes, what the pump leaves on a card the library reads, and a card that it left
 * locked without power is freed. tests/library/with_pump.py holds the card to the pump and switches its mains: it reads the lines that begin with "do", and
 * says in one line what came of it.
 * Arguments: reader of the purse, reader of a till's PSAM, the number of the purse. */
#include "centre.h"

#define LOADED 2500u
#define ARBITRATED 300u

static long paid, left;

/* 0: it was done. Of a swipe it says fen paid and fen left. */
static int done(const char *what) {
  char line[128];
  int refused = 1;
  printf("do %s\n", what);
  fflush(stdout);
  if (fgets(line, sizeof line, stdin) == NULL || sscanf(line, "%d %ld %ld", &refused, &paid, &left) != 3) return 1;
  return refused;
}

static kw_status status_of(int h) {
  kw_status status;
  memset(&status, 0, sizeof status);
  status.cb = sizeof status;
  check(kw_card_status(h, &status) == 0, "10 kw_card_status", kw_last_sw(h));
  return status;
}

static void waters(int h, const char *asn) {
  kw_trade trade = empty_trade();
  kw_lockproof proof;
  kw_record records[10];
  uint32_t before = balance_of(h);
  int n = 0;
  check(kw_load(h, asn, LOADED, "", &trade) == 0 && trade.bal_after == before + LOADED, "5 kw_load: 25.00", (long)trade.bal_after);
  check(done("swipe") == 0 && paid == 0 && left == (long)(before + LOADED), "the pump finds them on it, and runs", left);
  memset(&proof, 0, sizeof proof);
  proof.cb = sizeof proof;
  check(status_of(h).grey == 1 && kw_lock_status(h, &proof) == 0 && proof.state == 1 && proof.balance == before + LOADED, "12 kw_lock_status: locked, with what it held", (long)proof.balance);
  check(kw_deduct(h, asn, 1, KW_PURCHASE, NULL) == KW_E_GREY && kw_load(h, asn, 1, "", NULL) == KW_E_GREY, "a till takes nothing of it and puts nothing on it: -10", kw_last_sw(h));
  check(kw_undeduct(h, asn, 1, NULL) == KW_E_GREY, "7 kw_undeduct: the lock is another terminal's", kw_last_sw(h));
  check(done("swipe") == 0 && paid > 0 && left == (long)(before + LOADED) - paid, "held to the pump again it pays", paid);
  check(status_of(h).grey == 0 && balance_of(h) == (uint32_t)left, "and holds what the pump says, to the fen", left);
  memset(records, 0, sizeof records);
  records[0].cb = sizeof records[0];
  check(kw_card_records(h, records, 10, &n) == 0 && n >= 2 && records[0].tt == 0x94 && records[0].amount == (uint32_t)paid && strcmp(records[0].tid, proof.tid) == 0,
        "11 kw_card_records: the pump's debit, under the terminal number of its lock", n);
  check(records[1].tt == 0x02 && records[1].amount == LOADED, "and the load before it", (long)records[1].amount);
  check(kw_deduct(h, asn, 100, KW_PURCHASE, &trade) == 0 && trade.bal_after == (uint32_t)left - 100, "6 kw_deduct: a till sells on it again", (long)trade.bal_after);
}

static void is_freed(int h, const char *asn) {
  kw_trade trade = empty_trade();
  uint32_t before = balance_of(h);
  check(done("swipe") == 0 && done("dark") == 0 && status_of(h).grey == 1, "the mains fail while the pump runs: the card stays locked", left);
  check(kw_release_lock(h, asn, ARBITRATED, &trade) == 0 && trade.tt == 0x96 && trade.bal_after == before - ARBITRATED, "13 kw_release_lock: 3.00 arbitrated", (long)trade.bal_after);
  check(kw_release_lock(h, asn, ARBITRATED, NULL) == KW_E_NOT_GREY && balance_of(h) == before - ARBITRATED, "once", kw_last_sw(h));
  check(done("light") == 0 && done("swipe") == 0 && left == (long)(before - ARBITRATED), "with its power back the pump takes nothing for it, and runs", left);
  check(done("swipe") == 0 && balance_of(h) == before - ARBITRATED - (uint32_t)paid, "which he pays", paid);
}

int main(int argc, char **argv) {
  char port[512];
  struct centre centre;
  int h;
  if (argc != 4) return 2;
  memset(&centre, 0, sizeof centre);
  sprintf(port, "pcsc:%.200s;psam=pcsc:%.200s", argv[1], argv[2]);
  h = kw_open(port, 0);
  check(h > 0, "1 kw_open", h);
  kw_set_auth(h, give_seal, &centre);
  check(kw_psam_verify(h, KW_SLOT_PSAM, "123456") == 0, "3 kw_psam_verify", kw_last_sw(h));
  check(kw_psam_verify(h, KW_SLOT_CARD, "123456") == 0, "and the PIN of the card itself, which it has forgotten with its power", kw_last_sw(h));
  waters(h, argv[3]);
  is_freed(h, argv[3]);
  check(kw_close(h) == 0, "2 kw_close", 0);
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
