/* How quick the library is: purchases by kw_deduct, and the same commands sent bare with SCardTransmit, in short turns in one run. Each turn is held
 * against the one beside it, and the median of that counts: what else the machine does meanwhile does not.
 * Arguments: reader of the purse, reader of its PSAM, number of the purse, purchases a turn, turns. Prints both rates and their ratio. */
#include <kwota_reader.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <winscard.h>

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static unsigned char answer[258];
static DWORD got;
static int commands;

static void send(SCARDHANDLE card, const unsigned char *apdu, size_t size) {
  got = sizeof answer;
  ++commands;
  if (SCardTransmit(card, SCARD_PCI_T1, apdu, size, NULL, answer, &got) == SCARD_S_SUCCESS && got == 2 && answer[0] == 0x69 && answer[1] == 0x85 && apdu[1] == 0xCA) return; /* never locked */
  if (got < 2 || answer[got - 2] != 0x90) {
    fprintf(stderr, "command %02X %02X: status %02X%02X\n", apdu[0], apdu[1], answer[got - 2], answer[got - 1]);
    exit(1);
  }
}

static void count(const char *line) {
  (void)line;
  ++commands;
}

/* One fen, as kw_deduct buys it: look, INITIALIZE, the PSAM's half, the debit, its MAC2. */
static void buy_bare(SCARDHANDLE card, SCARDHANDLE sam, const unsigned char *number, const unsigned char *terminal) {
  static const unsigned char select[] = {0x00, 0xA4, 0x04, 0x00, 0x09, 0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01, 0x00};
  static const unsigned char proof[] = {0xE0, 0xCA, 0x00, 0x00, 0x1E}, balance[] = {0x80, 0x5C, 0x00, 0x02, 0x04};
  static const unsigned char moment[] = {0x20, 0x26, 0x08, 0x22, 0x09, 0x30, 0x00};
  unsigned char init[17] = {0x80, 0x50, 0x01, 0x02, 0x0B, 0x01, 0, 0, 0, 1}, begin[34] = {0x80, 0x70, 0x00, 0x00, 0x1C}, debit[21] = {0x80, 0x54, 0x01, 0x00, 0x0F};
  unsigned char certify[9] = {0x80, 0x72, 0x00, 0x00, 0x04};
  SCardBeginTransaction(sam);
  SCardBeginTransaction(card);
  send(card, select, sizeof select);
  send(card, proof, sizeof proof);
  send(card, balance, sizeof balance);
  memcpy(init + 10, terminal, 6);
  init[16] = 0x0F;
  send(card, init, 17);
  memcpy(begin + 5, answer + 11, 4);
  memcpy(begin + 9, answer + 4, 2);
  memcpy(begin + 11, init + 6, 4);
  begin[15] = 0x06;
  memcpy(begin + 16, moment, 7);
  begin[23] = answer[9];
  begin[24] = answer[10];
  memcpy(begin + 25, number, 8);
  begin[33] = 0x08;
  send(sam, begin, 34);
  memcpy(debit + 5, answer, 4);
  memcpy(debit + 9, moment, 7);
  memcpy(debit + 16, answer + 4, 4);
  debit[20] = 0x08;
  send(card, debit, 21);
  memcpy(certify + 5, answer + 4, 4);
  send(sam, certify, 9);
  SCardEndTransaction(card, SCARD_LEAVE_CARD);
  SCardEndTransaction(sam, SCARD_LEAVE_CARD);
}

#define TURNS_MAX 1000

static int by_size(const void *a, const void *b) {
  const double one = *(const double *)a, other = *(const double *)b;
  return one < other ? -1 : one > other;
}

int main(int argc, char **argv) {
  char port[512];
  unsigned char number[8], terminal[6] = {0x33, 0x01, 0x10, 0x00, 0x03, 0x01};
  SCARDCONTEXT context;
  SCARDHANDLE card, sam;
  DWORD protocol;
  static double bare[TURNS_MAX], ours[TURNS_MAX], ratios[TURNS_MAX];
  double begin, bare_rate, our_rate;
  int h, i, turn, a_turn, turns, bare_commands = 0, our_commands = 0;
  if (argc != 6) return 2;
  a_turn = atoi(argv[4]);
  turns = atoi(argv[5]);
  if (a_turn < 1 || turns < 1 || turns > TURNS_MAX) return 2;
  for (i = 0; i < 8; ++i) {
    unsigned value;
    sscanf(argv[3] + strlen(argv[3]) - 16 + 2 * (size_t)i, "%2x", &value);
    number[i] = (unsigned char)value;
  }
  SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context);
  if (SCardConnect(context, argv[1], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &card, &protocol) != SCARD_S_SUCCESS) return 1;
  if (SCardConnect(context, argv[2], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &sam, &protocol) != SCARD_S_SUCCESS) return 1;
  sprintf(port, "pcsc:%s;psam=pcsc:%s", argv[1], argv[2]);
  h = kw_open(port, 0);
  if (h < 0 || kw_psam_verify(h, KW_SLOT_PSAM, "123456") != 0) return 1;
  kw_set_trace(count);
  for (turn = 0; turn < turns; ++turn) {
    commands = 0;
    begin = now();
    for (i = 0; i < a_turn; ++i) buy_bare(card, sam, number, terminal);
    bare[turn] = now() - begin;
    bare_commands += commands;
    commands = 0;
    begin = now();
    for (i = 0; i < a_turn; ++i)
      if (kw_deduct(h, argv[3], 1, KW_PURCHASE, NULL) != 0) return 1;
    ours[turn] = now() - begin;
    our_commands += commands;
  }
  kw_close(h);
  SCardDisconnect(card, SCARD_LEAVE_CARD);
  SCardDisconnect(sam, SCARD_LEAVE_CARD);
  SCardReleaseContext(context);
  for (turn = 0; turn < turns; ++turn) ratios[turn] = bare[turn] / ours[turn];
  qsort(ratios, (size_t)turns, sizeof *ratios, by_size);
  qsort(bare, (size_t)turns, sizeof *bare, by_size);
  qsort(ours, (size_t)turns, sizeof *ours, by_size);
  bare_rate = bare_commands / turns / bare[turns / 2];
  our_rate = our_commands / turns / ours[turns / 2];
  printf("bare     %8.0f commands/s  %d commands\nlibrary  %8.0f commands/s  %d commands\nratio    %.2f\n", bare_rate, bare_commands, our_rate, our_commands, ratios[turns / 2]);
  return our_commands != bare_commands;
}
