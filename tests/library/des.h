/* DES from FIPS 46-3, two-key triple DES and the card MAC of cards.md 1, in C89: what with_c.c seals with in place of a centre. */
#ifndef TESTS_LIBRARY_DES_H
#define TESTS_LIBRARY_DES_H

#include <string.h>

typedef unsigned char des_byte;

static const des_byte des_ip[64] = {58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4, 62, 54, 46, 38, 30, 22, 14, 6, 64, 56, 48, 40, 32, 24, 16, 8,
                                    57, 49, 41, 33, 25, 17, 9, 1, 59, 51, 43, 35, 27, 19, 11, 3, 61, 53, 45, 37, 29, 21, 13, 5, 63, 55, 47, 39, 31, 23, 15, 7};
static const des_byte des_e[48] = {32, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 8, 9, 10, 11, 12, 13, 12, 13, 14, 15, 16, 17,
                                   16, 17, 18, 19, 20, 21, 20, 21, 22, 23, 24, 25, 24, 25, 26, 27, 28, 29, 28, 29, 30, 31, 32, 1};
static const des_byte des_p[32] = {16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25};
static const des_byte des_pc1[56] = {57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
                                     63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4};
static const des_byte des_pc2[48] = {14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
                                     41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32};
static const des_byte des_shifts[16] = {1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1};
static const char *const des_s[8] = {
    "E4D12FB83A6C59070F74E2D1A6CB953841E8D62BFC973A50FC8249175B3EA06D", "F18E6B34972DC05A3D47F28EC01A69B50E7BA4D158C6932FD8A13F42B67C05E9",
    "A09E63F51DC7B428D709346A285ECBF1D6498F30B12C5AE71AD069874FE3B52C", "7DE3069A1285BC4FD8B56F03472C1AE9A690CB7DF13E52843F06A1D8945BC72E",
    "2C417AB6853FD0E9EB2C47D150FA3986421BAD78F9C5630EB8C71E2D6F09A453", "C1AF92680D34E75BAF427C9561DE0B389EF528C3704A1DB6432C95FABE17608D",
    "4B2EF08D3C975A61D0B7491AE35C2F8614BDC37EAF6805926BD814A7950FE23C", "D2846FB1A93E50C71FD8A374C56B0E927B419CE206ADF35821E74A8DFC90356B"};

/* A byte for each bit. */
static void des_pick(const des_byte *from, const des_byte *places, int count, des_byte *to) {
  int i;
  for (i = 0; i < count; ++i) to[i] = from[places[i] - 1];
}

static void des_feistel(const des_byte *half, const des_byte *key, des_byte *out) {
  des_byte wide[48], narrow[32];
  int box, bit;
  des_pick(half, des_e, 48, wide);
  for (bit = 0; bit < 48; ++bit) wide[bit] ^= key[bit];
  for (box = 0; box < 8; ++box) {
    const des_byte *six = wide + 6 * box;
    const char digit = des_s[box][16 * (2 * six[0] + six[5]) + 8 * six[1] + 4 * six[2] + 2 * six[3] + six[4]];
    const int value = digit <= '9' ? digit - '0' : digit - 'A' + 10;
    for (bit = 0; bit < 4; ++bit) narrow[4 * box + bit] = (des_byte)(value >> (3 - bit) & 1);
  }
  des_pick(narrow, des_p, 32, out);
}

static void des_block(const des_byte *key, const des_byte *in, des_byte *out, int back) {
  des_byte bits[64], mixed[64], half[32], turned[56], rotated[56], keys[16][48];
  int i, round;
  for (i = 0; i < 64; ++i) bits[i] = (des_byte)(key[i / 8] >> (7 - i % 8) & 1);
  des_pick(bits, des_pc1, 56, turned);
  for (round = 0; round < 16; ++round) {
    for (i = 0; i < 56; ++i) rotated[i] = turned[i / 28 * 28 + (i % 28 + des_shifts[round]) % 28];
    memcpy(turned, rotated, 56);
    des_pick(turned, des_pc2, 48, keys[round]);
  }
  for (i = 0; i < 64; ++i) bits[i] = (des_byte)(in[i / 8] >> (7 - i % 8) & 1);
  des_pick(bits, des_ip, 64, mixed);
  for (round = 0; round < 16; ++round) {
    des_feistel(mixed + 32, keys[back ? 15 - round : round], half);
    for (i = 0; i < 32; ++i) half[i] ^= mixed[i];
    memcpy(mixed, mixed + 32, 32);
    memcpy(mixed + 32, half, 32);
  }
  memset(out, 0, 8);
  for (i = 0; i < 64; ++i) { /* the last permutation is the first one backwards, the halves exchanged */
    const int place = des_ip[i] - 1;
    const des_byte bit = mixed[(i + 32) % 64];
    out[place / 8] = (des_byte)(out[place / 8] | bit << (7 - place % 8));
  }
}

/* E(K, x) under sixteen bytes. */
static void des3_block(const des_byte *key, const des_byte *in, des_byte *out) {
  des_byte first[8], second[8];
  des_block(key, in, first, 0);
  des_block(key + 8, first, second, 1);
  des_block(key, second, out, 0);
}

/* DIV(K, f): the key of a card. */
static void des3_diversify(const des_byte *key, const des_byte *factor, des_byte *out) {
  des_byte other[8];
  int i;
  for (i = 0; i < 8; ++i) other[i] = (des_byte)~factor[i];
  des3_block(key, factor, out);
  des3_block(key, other, out + 8);
}

/* MAC(K8, 0, m): four bytes. */
static void des_mac(const des_byte *key, const des_byte *message, int size, des_byte *out) {
  des_byte chain[8], block[8];
  int at, i;
  memset(chain, 0, 8);
  for (at = 0; at <= size; at += 8) {
    for (i = 0; i < 8; ++i) block[i] = (des_byte)(chain[i] ^ (at + i < size ? message[at + i] : at + i == size ? 0x80 : 0));
    des_block(key, block, chain, 0);
  }
  memcpy(out, chain, 4);
}

/* RMAC(K16, iv, m), ISO 9797-1 algorithm 3: four bytes. */
static void des_retail_mac(const des_byte *key, const des_byte *start, const des_byte *message, int size, des_byte *out) {
  des_byte chain[8], block[8];
  int at, i;
  memcpy(chain, start, 8);
  for (at = 0; at <= size; at += 8) {
    for (i = 0; i < 8; ++i) block[i] = (des_byte)(chain[i] ^ (at + i < size ? message[at + i] : at + i == size ? 0x80 : 0));
    des_block(key, block, chain, 0);
  }
  des_block(key + 8, chain, block, 1);
  des_block(key, block, chain, 0);
  memcpy(out, chain, 4);
}

#endif
