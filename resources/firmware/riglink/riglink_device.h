/*
 * A RigLink v1.3 device (v1.1 and the zap of v1.3, no telegraphs): everything but the converters and the line. Calls of a port:
 *   rl_receive  bytes of the host, from the main loop
 *   rl_sample   once for each sample interval, from the timer of the sampling rate
 *   rl_poll     often, from the main loop: sends samples, events and status, and watches the host
 *   rl_left     the port was closed (DTR dropped): as PANIC, and the stream ends
 * Times are us of the device's clock.
 */
#ifndef RIGLINK_DEVICE_H
#define RIGLINK_DEVICE_H

#include "riglink_wire.h"

#define RL_MOST_ITEMS 4096u
#define RL_FRAME_SAMPLES 200u
/* 320 ms at 50 kHz; RigLink asks for 250. */
#define RL_RING_FRAMES 80u
#define RL_MOST_EVENTS 64u
#define RL_REMEMBERED 64u
#define RL_MOST_RATES 8u
#define RL_MOST_RANGES 8u

enum rl_mode { RL_VC, RL_CC, RL_I0 };
enum rl_state { RL_IDLE, RL_ARMED, RL_RUNNING, RL_SAFE };
enum rl_capability { RL_SIMULATED = 1, RL_CURRENT_CLAMP = 2, RL_RUN_NUMBER = 16, RL_ZAP = 64 };

/* What a port is, constant while it runs. */
typedef struct {
  const char *firmware, *serial, *name;
  uint32_t capabilities, clock_hz;
  uint8_t rates, ranges;
  uint32_t rate_hz[RL_MOST_RATES];
  double range_pa[RL_MOST_RANGES];
  /* mV a count of the voltage channel; pA a count is range_pa / 32768. */
  double voltage_count_mv;
  /* Steps of the command, uV, and of time, us; the time step is a whole number of samples at every rate. */
  uint32_t level_step_uv, time_step_us;
  const char *calibrated;
  /* With RL_ZAP: the largest zap either way, uV, and the longest, us; at most 10 ms, during which no command is read. */
  uint32_t zap_uv, zap_us;
} rl_identity;

/* What a port does. */
typedef struct {
  void *context;
  /* Keep the timer that calls rl_sample out while a command is carried out; lock is called once at a time. */
  void (*lock)(void *context);
  void (*unlock)(void *context);
  void (*send)(void *context, const uint8_t *bytes, size_t count);
  /* False while the line has no room for a frame of samples. */
  bool (*has_room)(void *context);
  void (*configure)(void *context, uint8_t rate, uint8_t range, uint32_t filter_hz, uint8_t mode);
  /* Level of the command from now on: uV in VC, fA in CC, 0 in I0; the offsets of COMP are in it. */
  void (*command)(void *context, int32_t level);
  /* A level of the command for so many us, then `after`; returns when it is over. NULL without RL_ZAP. */
  void (*pulse)(void *context, int32_t level, uint32_t us, int32_t after);
  /* Counts of both converters. In VC the voltage is replaced by the command. */
  void (*read)(void *context, int16_t *voltage, int16_t *current);
  /* Bath temperature, degC, NAN without a thermometer. */
  float (*temperature)(void *context);
} rl_port;

typedef struct {
  uint8_t kind, flags;
  int32_t start, end;
  uint32_t us;
} rl_item;

typedef struct {
  uint64_t first;
  uint16_t count, item;
  int16_t values[2 * RL_FRAME_SAMPLES];
} rl_frame;

typedef struct {
  uint64_t index;
  uint16_t code;
  int32_t argument;
} rl_event;

typedef struct {
  const rl_identity *identity;
  rl_port port;
  rl_framer framer;
  rl_packet packet;
  rl_writer writer;
  bool greeted;
  uint32_t control_seq, sample_seq, credit, overruns, ignored;
  struct {
    uint32_t seq;
    uint8_t status;
    const char *message;
  } memory[RL_REMEMBERED];
  uint16_t remembered, next_memory;
  uint8_t rate, range, mode;
  int32_t hold, tune_uv;
  float compensation[8];
  rl_item items[RL_MOST_ITEMS];
  uint8_t have[RL_MOST_ITEMS];
  uint8_t digest[32];
  uint32_t protocol;
  uint16_t announced, playable;
  volatile enum rl_state state;
  bool stopped;
  uint32_t run_number;
  uint64_t index, end_index, item_start, item_end;
  uint16_t item;
  int32_t level;
  bool saturated;
  rl_frame ring[RL_RING_FRAMES];
  volatile uint32_t ring_in, ring_out;
  uint16_t filling;
  uint64_t lost_first;
  volatile uint32_t lost;
  rl_event events[RL_MOST_EVENTS];
  volatile uint32_t events_in, events_out;
  uint64_t pinged_us, status_us;
} rl_device;

void rl_begin(rl_device *device, const rl_identity *identity, const rl_port *port);
void rl_receive(rl_device *device, const uint8_t *bytes, size_t count, uint64_t now_us);
void rl_sample(rl_device *device);
void rl_poll(rl_device *device, uint64_t now_us);
void rl_left(rl_device *device);
/* Sampling rate that is set, Hz. */
uint32_t rl_rate_hz(const rl_device *device);
/* True while samples are taken. */
bool rl_streams(const rl_device *device);

#endif
