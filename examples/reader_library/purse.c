/* Reads a purse card and pays with it: what a till of another maker does.
 *   gcc purse.c -o purse -lkwotareader
 *   ./purse "READER OF THE CARD" "READER OF THE PSAM" PIN-OF-THE-PSAM FEN
 * Virtual cards to try it with: kwota card run --product purse_card --product psam */
#include <kwota_reader.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int refused(int h, const char *what, int code) {
  fprintf(stderr, "%s: %d %s (status word %04X)\n", what, code, kw_strerror(code, "en"), (unsigned)kw_last_sw(h));
  return 1;
}

static void print_money(const char *what, uint32_t fen) { printf("%-10s %u.%02u\n", what, (unsigned)fen / 100, (unsigned)fen % 100); }

int main(int argc, char **argv) {
  char port[512];
  kw_status status;
  kw_trade trade;
  int h, code;
  if (argc != 5) {
    fprintf(stderr, "usage: %s CARD-READER PSAM-READER PSAM-PIN FEN\n", argv[0]);
    return 2;
  }
  snprintf(port, sizeof port, "pcsc:%s;psam=pcsc:%s", argv[1], argv[2]);
  h = kw_open(port, 0);
  if (h < 0) return refused(0, "kw_open", h);
  code = kw_psam_verify(h, KW_SLOT_PSAM, argv[3]);
  if (code < 0) return refused(h, "kw_psam_verify", code);

  memset(&status, 0, sizeof status);
  status.cb = sizeof status;
  code = kw_card_status(h, &status);
  if (code < 0 || status.family != KW_FAMILY_PURSE) return refused(h, "kw_card_status", code < 0 ? code : KW_E_CARD_TYPE);
  printf("card       %s\n", status.asn);
  print_money("balance", status.balance);

  memset(&trade, 0, sizeof trade);
  trade.cb = sizeof trade;
  code = kw_deduct(h, status.asn, (uint32_t)strtoul(argv[4], NULL, 10), KW_PURCHASE, &trade);
  while (code == KW_E_TORN) { /* whether it was done is not known yet: the same call says it, and never pays twice */
    printf("The card was pulled. Put it back and press Enter.\n");
    if (getchar() == EOF) break;
    code = kw_deduct(h, status.asn, (uint32_t)strtoul(argv[4], NULL, 10), KW_PURCHASE, &trade);
  }
  if (code < 0) return refused(h, "kw_deduct", code);
  print_money("paid", trade.amount);
  print_money("left", trade.bal_after);
  printf("proof      terminal %s no. %u, %s, TAC %s\n", trade.tid, (unsigned)trade.term_seq, trade.datetime, trade.tac);
  return kw_close(h) < 0;
}
