/* RigLink on the wire: frames, checksums, little-endian fields. C99, no allocation. See docs/riglink.md. */
#ifndef RIGLINK_WIRE_H
#define RIGLINK_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RL_MAX_PAYLOAD 1024u
#define RL_HEADER 8u
#define RL_MAX_PACKET (RL_HEADER + RL_MAX_PAYLOAD + 4u)
#define RL_MAX_FRAME (RL_MAX_PACKET + RL_MAX_PACKET / 254u + 1u)

uint32_t rl_crc32(const uint8_t *bytes, size_t count);
void rl_sha256(const uint8_t *bytes, size_t count, uint8_t digest[32]);

/* Fields are appended; `full` is set instead of writing past the end. */
typedef struct {
  uint8_t bytes[RL_MAX_PAYLOAD];
  size_t count;
  bool full;
} rl_writer;

void rl_u8(rl_writer *w, uint8_t value);
void rl_u16(rl_writer *w, uint16_t value);
void rl_u32(rl_writer *w, uint32_t value);
void rl_u64(rl_writer *w, uint64_t value);
void rl_f32(rl_writer *w, float value);
void rl_f64(rl_writer *w, double value);
void rl_text(rl_writer *w, const char *text);

/* Fields are taken in order; `bad` is set, and 0 returned, where the payload is too short. */
typedef struct {
  const uint8_t *bytes;
  size_t left;
  bool bad;
} rl_reader;

uint8_t rl_get_u8(rl_reader *r);
uint16_t rl_get_u16(rl_reader *r);
uint32_t rl_get_u32(rl_reader *r);
uint64_t rl_get_u64(rl_reader *r);
float rl_get_f32(rl_reader *r);

/* Bytes of a frame with its terminator, at most RL_MAX_FRAME + 1. */
size_t rl_encode_frame(uint8_t *out, uint8_t type, uint32_t seq, const rl_writer *payload);

typedef struct {
  uint8_t type;
  uint32_t seq;
  uint8_t payload[RL_MAX_PAYLOAD];
  size_t count;
} rl_packet;

/* Collects bytes up to a zero. */
typedef struct {
  uint8_t bytes[RL_MAX_FRAME];
  size_t count;
  bool overlong;
  uint32_t bad_frames;
} rl_framer;

/* True once `byte` completes a good packet. Bad frames are counted and dropped; empty ones are ignored. */
bool rl_feed(rl_framer *framer, uint8_t byte, rl_packet *packet);

#endif
