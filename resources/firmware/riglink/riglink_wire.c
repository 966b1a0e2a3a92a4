#include "riglink_wire.h"

#include <string.h>

#define VERSION 1u

uint32_t rl_crc32(const uint8_t *bytes, size_t count) {
  uint32_t crc = 0xffffffffu;
  for (size_t i = 0; i < count; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
  }
  return ~crc;
}

/* FIPS 180-4. */
static const uint32_t K[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
  0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
  0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
  0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
  0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
  0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, int n) { return (x >> n) | (x << (32 - n)); }

static void sha_block(uint32_t h[8], const uint8_t *block) {
  uint32_t w[64];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >> 3);
    uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  uint32_t v[8];
  memcpy(v, h, sizeof v);
  for (int i = 0; i < 64; i++) {
    uint32_t s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
    uint32_t t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + K[i] + w[i];
    uint32_t s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
    uint32_t t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    memmove(v + 1, v, 7 * sizeof v[0]);
    v[4] += t1;
    v[0] = t1 + t2;
  }
  for (int i = 0; i < 8; i++) h[i] += v[i];
}

void rl_sha256(const uint8_t *bytes, size_t count, uint8_t digest[32]) {
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  size_t whole = count / 64;
  for (size_t i = 0; i < whole; i++) sha_block(h, bytes + 64 * i);
  uint8_t last[128] = {0};
  size_t rest = count - 64 * whole;
  memcpy(last, bytes + 64 * whole, rest);
  last[rest] = 0x80;
  size_t length = rest < 56 ? 64 : 128;
  uint64_t bits = (uint64_t)count * 8;
  for (int i = 0; i < 8; i++) last[length - 1 - (size_t)i] = (uint8_t)(bits >> (8 * i));
  for (size_t at = 0; at < length; at += 64) sha_block(h, last + at);
  for (int i = 0; i < 32; i++) digest[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

static void put(rl_writer *w, uint64_t value, size_t bytes) {
  if (w->count + bytes > RL_MAX_PAYLOAD) {
    w->full = true;
    return;
  }
  for (size_t i = 0; i < bytes; i++) w->bytes[w->count++] = (uint8_t)(value >> (8 * i));
}

void rl_u8(rl_writer *w, uint8_t value) { put(w, value, 1); }
void rl_u16(rl_writer *w, uint16_t value) { put(w, value, 2); }
void rl_u32(rl_writer *w, uint32_t value) { put(w, value, 4); }
void rl_u64(rl_writer *w, uint64_t value) { put(w, value, 8); }

void rl_f32(rl_writer *w, float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  put(w, bits, 4);
}

void rl_f64(rl_writer *w, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  put(w, bits, 8);
}

void rl_text(rl_writer *w, const char *text) {
  size_t length = strlen(text);
  if (length > 255) length = 255;
  rl_u8(w, (uint8_t)length);
  for (size_t i = 0; i < length; i++) rl_u8(w, (uint8_t)text[i]);
}

static uint64_t get(rl_reader *r, size_t bytes) {
  if (r->left < bytes) {
    r->bad = true;
    r->left = 0;
    return 0;
  }
  uint64_t value = 0;
  for (size_t i = 0; i < bytes; i++) value |= (uint64_t)r->bytes[i] << (8 * i);
  r->bytes += bytes;
  r->left -= bytes;
  return value;
}

uint8_t rl_get_u8(rl_reader *r) { return (uint8_t)get(r, 1); }
uint16_t rl_get_u16(rl_reader *r) { return (uint16_t)get(r, 2); }
uint32_t rl_get_u32(rl_reader *r) { return (uint32_t)get(r, 4); }
uint64_t rl_get_u64(rl_reader *r) { return get(r, 8); }

float rl_get_f32(rl_reader *r) {
  uint32_t bits = rl_get_u32(r);
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static size_t stuff(uint8_t *out, const uint8_t *data, size_t count) {
  size_t code = 0, at = 1;
  uint8_t run = 1;
  for (size_t i = 0; i < count; i++) {
    if (data[i] != 0) {
      out[at++] = data[i];
      run++;
    }
    if (data[i] == 0 || (run == 0xff && i + 1 < count)) {
      out[code] = run;
      code = at++;
      run = 1;
    }
  }
  out[code] = run;
  return at;
}

/* Length of the data, 0 where the bytes are no frame or do not fit. */
static size_t unstuff(uint8_t *out, size_t room, const uint8_t *frame, size_t count) {
  size_t at = 0, length = 0;
  while (at < count) {
    uint8_t run = frame[at++];
    if (run == 0 || at + run - 1 > count || length + run > room + 1) return 0;
    for (uint8_t i = 1; i < run; i++) out[length++] = frame[at++];
    if (run != 0xff && at < count) {
      if (length >= room) return 0;
      out[length++] = 0;
    }
  }
  return length;
}

size_t rl_encode_frame(uint8_t *out, uint8_t type, uint32_t seq, const rl_writer *payload) {
  static uint8_t packet[RL_MAX_PACKET];
  packet[0] = VERSION;
  packet[1] = type;
  packet[2] = packet[3] = 0;
  for (int i = 0; i < 4; i++) packet[4 + i] = (uint8_t)(seq >> (8 * i));
  memcpy(packet + RL_HEADER, payload->bytes, payload->count);
  size_t length = RL_HEADER + payload->count;
  uint32_t crc = rl_crc32(packet, length);
  for (int i = 0; i < 4; i++) packet[length++] = (uint8_t)(crc >> (8 * i));
  size_t stuffed = stuff(out, packet, length);
  out[stuffed] = 0;
  return stuffed + 1;
}

static bool unpack(const uint8_t *frame, size_t count, rl_packet *packet) {
  static uint8_t bytes[RL_MAX_PACKET];
  size_t length = unstuff(bytes, sizeof bytes, frame, count);
  if (length < RL_HEADER + 4) return false;
  size_t end = length - 4;
  uint32_t crc = (uint32_t)bytes[end] | (uint32_t)bytes[end + 1] << 8 | (uint32_t)bytes[end + 2] << 16 | (uint32_t)bytes[end + 3] << 24;
  if (crc != rl_crc32(bytes, end) || bytes[0] != VERSION) return false;
  packet->type = bytes[1];
  packet->seq = (uint32_t)bytes[4] | (uint32_t)bytes[5] << 8 | (uint32_t)bytes[6] << 16 | (uint32_t)bytes[7] << 24;
  packet->count = end - RL_HEADER;
  memcpy(packet->payload, bytes + RL_HEADER, packet->count);
  return true;
}

bool rl_feed(rl_framer *framer, uint8_t byte, rl_packet *packet) {
  if (byte != 0) {
    if (framer->count < sizeof framer->bytes) framer->bytes[framer->count++] = byte;
    else framer->overlong = true;
    return false;
  }
  size_t count = framer->count;
  bool good = count > 0 && !framer->overlong && unpack(framer->bytes, count, packet);
  if (count > 0 && !good) framer->bad_frames++;
  framer->count = 0;
  framer->overlong = false;
  return good;
}
