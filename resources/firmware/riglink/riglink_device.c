#include "riglink_device.h"

#include <math.h>
#include <string.h>

enum type {
  HELLO = 0x01, GET_CAL, CONFIG, COMP, PING, PROTO_BEGIN, PROTO_ITEM, PROTO_COMMIT, ARM, START, STOP, PANIC, CREDIT, ZAP,
  SAMPLES = 0x40, EVENT, STATUS,
  ACK = 0x80, WELCOME, CAL, COMP_REALISED = 0x84, PONG, PROTO_REALISED = 0x88, ZAP_REALISED = 0x8e
};
enum status { OK, BAD_STATE, BAD_VALUE, CHECKSUM, NO_VERSION };
enum code { ITEM_START = 1, SATURATION = 4, PANICKED = 6, WATCHDOG = 7, OVERRUN = 8, RUN_END = 9 };

#define WATCHDOG_US 1000000u
#define STATUS_US 100000u
#define MOST_CREDIT 4096u
#define PAGE_ITEMS 64u
#define HIGHEST_UV 200000
#define FULL_SCALE 32768.0
#define ITEM_BYTES 14u

static void send(rl_device *d, uint8_t type, uint32_t seq) {
  static uint8_t frame[RL_MAX_FRAME + 1];
  d->port.send(d->port.context, frame, rl_encode_frame(frame, type, seq, &d->writer));
}

static rl_writer *begin(rl_device *d) {
  d->writer.count = 0;
  d->writer.full = false;
  return &d->writer;
}

static void event(rl_device *d, uint16_t code, uint64_t index, int32_t argument) {
  if (d->events_in - d->events_out >= RL_MOST_EVENTS) return;
  d->events[d->events_in % RL_MOST_EVENTS] = (rl_event){index, code, argument};
  d->events_in++;
}

static void send_event(rl_device *d, const rl_event *e) {
  rl_writer *w = begin(d);
  rl_u64(w, e->index);
  rl_u16(w, e->code);
  rl_u32(w, (uint32_t)e->argument);
  rl_u32(w, d->run_number);
  send(d, EVENT, d->control_seq++);
}

uint32_t rl_rate_hz(const rl_device *d) { return d->identity->rate_hz[d->rate]; }
bool rl_streams(const rl_device *d) { return d->state == RL_RUNNING || d->state == RL_SAFE; }

static int32_t rest_level(const rl_device *d) { return d->mode == RL_VC ? d->hold : 0; }

static void set_level(rl_device *d, int32_t level) {
  d->level = level;
  d->port.command(d->port.context, d->mode == RL_VC ? level + d->tune_uv : d->mode == RL_CC ? level : 0);
}

static uint64_t samples_of(const rl_device *d, uint64_t us) { return (us * rl_rate_hz(d) + 500000u) / 1000000u; }

static void rest(rl_device *d) {
  d->state = RL_IDLE;
  d->filling = 0;
  d->ring_in = d->ring_out = 0;
  d->lost = 0;
  set_level(d, rest_level(d));
}

/* The holding level at once; a running stream goes on. */
static void go_safe(rl_device *d, int32_t reason) {
  if (d->state == RL_SAFE) return;
  event(d, PANICKED, d->index, reason);
  if (d->state == RL_RUNNING) {
    d->state = RL_SAFE;
    set_level(d, rest_level(d));
  } else rest(d);
}

/* Beginning and end of an item, in samples. */
static void enter_item(rl_device *d, uint16_t item, uint64_t start) {
  d->item = item;
  d->item_start = start;
  d->item_end = start + samples_of(d, d->items[item].us);
  d->saturated = false;
  event(d, ITEM_START, d->index, item);
}

static int32_t level_at(const rl_device *d, double samples) {
  const rl_item *item = &d->items[d->item];
  if (item->kind == 0) return item->start;
  double share = (samples - (double)d->item_start) / (double)(d->item_end - d->item_start);
  return (int32_t)lround(item->start + ((double)item->end - item->start) * share);
}

static void push(rl_device *d, int16_t voltage, int16_t current) {
  bool full = d->ring_in - d->ring_out >= RL_RING_FRAMES;
  if (full && d->filling == 0) {
    if (d->lost == 0) d->lost_first = d->index;
    d->lost++;
    return;
  }
  rl_frame *frame = &d->ring[d->ring_in % RL_RING_FRAMES];
  if (d->filling == 0) {
    frame->first = d->index;
    frame->item = d->item;
  }
  frame->values[2 * d->filling] = voltage;
  frame->values[2 * d->filling + 1] = current;
  d->filling++;
  frame->count = d->filling;
  bool last = d->state == RL_RUNNING && d->index == d->end_index;
  if (d->filling < RL_FRAME_SAMPLES && !last) return;
  d->filling = 0;
  d->ring_in++;
}

static int16_t counts(double value) { return (int16_t)fmax(-FULL_SCALE, fmin(FULL_SCALE - 1, round(value))); }

void rl_sample(rl_device *d) {
  if (!rl_streams(d) || (d->state == RL_RUNNING && d->index > d->end_index)) return;
  int16_t voltage, current;
  d->port.read(d->port.context, &voltage, &current);
  if (d->mode == RL_VC) voltage = counts(d->level / (1000.0 * d->identity->voltage_count_mv));
  if ((current == INT16_MAX || current == INT16_MIN) && !d->saturated) {
    d->saturated = true;
    event(d, SATURATION, d->index, 1);
  }
  push(d, voltage, current);
  d->index++;
  if (d->state != RL_RUNNING) return;
  /* The level from this sample to the next: of a ramp the middle, which keeps its area. */
  if (d->index > d->item_end && d->item + 1 < d->playable) enter_item(d, (uint16_t)(d->item + 1), d->item_end);
  set_level(d, d->index > d->item_end ? rest_level(d) : level_at(d, (double)d->index - 0.5));
}

static void send_samples(rl_device *d) {
  while (d->ring_out != d->ring_in && d->credit > 0 && d->port.has_room(d->port.context)) {
    const rl_frame *frame = &d->ring[d->ring_out % RL_RING_FRAMES];
    rl_writer *w = begin(d);
    rl_u64(w, frame->first);
    rl_u16(w, frame->count);
    rl_u8(w, 2);
    rl_u8(w, d->range);
    rl_u16(w, frame->item);
    rl_u16(w, 0);
    for (uint16_t i = 0; i < 2 * frame->count; i++) rl_u16(w, (uint16_t)frame->values[i]);
    rl_u32(w, d->run_number);
    send(d, SAMPLES, d->sample_seq++);
    d->credit--;
    d->ring_out++;
  }
  if (d->lost > 0 && d->ring_in - d->ring_out < RL_RING_FRAMES) {
    rl_event e = {d->lost_first, OVERRUN, (int32_t)d->lost};
    d->lost = 0;
    d->overruns++;
    send_event(d, &e);
  }
}

static void send_status(rl_device *d, uint64_t now_us) {
  rl_writer *w = begin(d);
  rl_u64(w, d->index);
  rl_u64(w, now_us);
  rl_f32(w, d->port.temperature(d->port.context));
  rl_u32(w, d->ring_in - d->ring_out);
  rl_u8(w, (uint8_t)d->state);
  rl_u32(w, d->credit);
  rl_u32(w, d->overruns);
  rl_u32(w, d->run_number);
  send(d, STATUS, d->control_seq++);
}

void rl_poll(rl_device *d, uint64_t now_us) {
  bool live = d->state == RL_ARMED || d->state == RL_RUNNING;
  if (live && now_us - d->pinged_us > WATCHDOG_US) {
    d->port.lock(d->port.context);
    event(d, WATCHDOG, d->index, 0);
    go_safe(d, 1);
    d->port.unlock(d->port.context);
  }
  for (; d->events_out != d->events_in; d->events_out++)
    if (d->greeted) send_event(d, &d->events[d->events_out % RL_MOST_EVENTS]);
  send_samples(d);
  /* The end never overtakes samples. */
  if (d->state == RL_RUNNING && d->index > d->end_index && d->ring_in == d->ring_out && d->lost == 0) {
    rl_event e = {d->index, RUN_END, d->stopped};
    d->port.lock(d->port.context);
    rest(d);
    d->port.unlock(d->port.context);
    send_event(d, &e);
  }
  if (d->greeted && now_us - d->status_us >= STATUS_US) {
    d->status_us = now_us;
    send_status(d, now_us);
  }
}

void rl_left(rl_device *d) {
  d->port.lock(d->port.context);
  rest(d);
  d->port.unlock(d->port.context);
  d->greeted = false;
  d->remembered = d->next_memory = 0;
  d->control_seq = d->sample_seq = d->credit = 0;
  d->events_out = d->events_in;
}

static void welcome(rl_device *d) {
  const rl_identity *id = d->identity;
  rl_writer *w = begin(d);
  rl_u8(w, 1);
  rl_text(w, id->firmware);
  rl_text(w, id->serial);
  rl_u16(w, RL_MAX_FRAME);
  rl_u8(w, id->rates);
  for (uint8_t i = 0; i < id->rates; i++) rl_u32(w, id->rate_hz[i]);
  rl_u8(w, id->ranges);
  for (uint8_t i = 0; i < id->ranges; i++) rl_f64(w, id->range_pa[i]);
  rl_u32(w, id->capabilities);
  rl_u32(w, id->clock_hz);
  rl_text(w, id->name);
  rl_u32(w, id->level_step_uv);
  rl_u32(w, id->time_step_us);
  if (id->capabilities & RL_ZAP) {
    rl_u32(w, id->zap_uv);
    rl_u32(w, id->zap_us);
  }
  send(d, WELCOME, d->control_seq++);
}

static void calibration(rl_device *d, uint8_t channel, uint8_t range) {
  rl_writer *w = begin(d);
  rl_u8(w, channel);
  rl_u8(w, range);
  rl_f64(w, channel == 0 ? d->identity->voltage_count_mv : d->identity->range_pa[range] / FULL_SCALE);
  rl_f64(w, 0);
  rl_text(w, channel == 0 ? "mV" : "pA");
  rl_f64(w, 0);
  rl_text(w, d->identity->calibrated);
  rl_u32(w, rl_crc32(w->bytes, w->count));
  send(d, CAL, d->control_seq++);
}

static void realised(rl_device *d) {
  for (uint16_t first = 0; first < d->playable; first = (uint16_t)(first + PAGE_ITEMS)) {
    uint16_t count = (uint16_t)(d->playable - first < (int)PAGE_ITEMS ? d->playable - first : (int)PAGE_ITEMS);
    rl_writer *w = begin(d);
    rl_u32(w, d->protocol);
    rl_u16(w, d->playable);
    rl_u16(w, first);
    rl_u8(w, (uint8_t)count);
    for (uint16_t i = first; i < first + count; i++) {
      const rl_item *item = &d->items[i];
      rl_u8(w, item->kind);
      rl_u32(w, (uint32_t)item->start);
      rl_u32(w, (uint32_t)item->end);
      rl_u32(w, item->us);
      rl_u8(w, item->flags);
    }
    send(d, PROTO_REALISED, d->control_seq++);
  }
}

/* The reply of a command, which comes before its ACK and is sent again with it. */
static void reply(rl_device *d, uint64_t now_us) {
  rl_reader r = {d->packet.payload, d->packet.count, false};
  switch (d->packet.type) {
  case HELLO: welcome(d); break;
  case GET_CAL: {
    uint8_t channel = rl_get_u8(&r);
    calibration(d, channel, rl_get_u8(&r));
    break;
  }
  case COMP: {
    rl_writer *w = begin(d);
    for (int i = 0; i < 8; i++) rl_f32(w, d->compensation[i]);
    send(d, COMP_REALISED, d->control_seq++);
    break;
  }
  case PING: {
    uint64_t host_us = rl_get_u64(&r);
    rl_writer *w = begin(d);
    rl_u64(w, host_us);
    rl_u64(w, now_us);
    rl_u32(w, d->ring_in - d->ring_out);
    rl_u32(w, d->overruns);
    send(d, PONG, d->control_seq++);
    break;
  }
  case PROTO_COMMIT: realised(d); break;
  case ZAP: {
    int32_t level = (int32_t)rl_get_u32(&r);
    rl_writer *w = begin(d);
    rl_u32(w, (uint32_t)level);
    rl_u32(w, rl_get_u32(&r));
    send(d, ZAP_REALISED, d->control_seq++);
    break;
  }
  default: break;
  }
}

static int32_t on_grid(int32_t level, uint32_t step) { return (int32_t)(floor(level / (double)step + 0.5) * step); }

/* Checks the items as they came, then rounds levels and edges, not durations, so that errors of time do not add up. */
static uint8_t commit(rl_device *d, uint32_t protocol, const char **why) {
  static uint8_t bytes[ITEM_BYTES * RL_MOST_ITEMS];
  size_t at = 0;
  bool whole = d->announced > 0;
  for (uint16_t i = 0; i < d->announced; i++) whole = whole && d->have[i];
  if (!whole || protocol != d->protocol) {
    *why = "not all items of this protocol have come";
    return BAD_STATE;
  }
  for (uint16_t i = 0; i < d->announced; i++) {
    const rl_item *item = &d->items[i];
    const uint32_t fields[3] = {(uint32_t)item->start, (uint32_t)item->end, item->us};
    bytes[at++] = item->kind;
    for (int f = 0; f < 3; f++)
      for (int b = 0; b < 4; b++) bytes[at++] = (uint8_t)(fields[f] >> (8 * b));
    bytes[at++] = item->flags;
  }
  uint8_t digest[32];
  rl_sha256(bytes, at, digest);
  if (memcmp(digest, d->digest, sizeof digest) != 0) {
    *why = "SHA-256 of the items differs from the announced one";
    return CHECKSUM;
  }
  uint64_t asked = 0, played = 0;
  const uint32_t step = d->identity->time_step_us;
  for (uint16_t i = 0; i < d->announced; i++) {
    rl_item *item = &d->items[i];
    asked += item->us;
    uint64_t edge = (asked + step / 2) / step * step;
    if (edge == played) {
      *why = "an item is shorter than a time step";
      return BAD_VALUE;
    }
    item->us = (uint32_t)(edge - played);
    played = edge;
    uint32_t level_step = d->mode == RL_VC ? d->identity->level_step_uv : 1;
    item->start = on_grid(item->start, level_step);
    item->end = on_grid(item->end, level_step);
    /* A repeated commit must find the items as they came. */
    d->have[i] = 0;
  }
  d->playable = d->announced;
  return OK;
}

static uint8_t configure(rl_device *d, rl_reader *r, const char **why) {
  uint8_t rate = rl_get_u8(r), range = rl_get_u8(r);
  uint32_t filter = rl_get_u32(r);
  uint8_t mode = rl_get_u8(r);
  int32_t hold = (int32_t)rl_get_u32(r);
  *why = "no such rate, range, mode or level";
  if (r->bad || rate >= d->identity->rates || range >= d->identity->ranges || mode > RL_I0) return BAD_VALUE;
  if (mode == RL_VC && (hold > HIGHEST_UV || hold < -HIGHEST_UV)) return BAD_VALUE;
  *why = "expected an idle device";
  if (d->state != RL_IDLE) return BAD_STATE;
  d->rate = rate;
  d->range = range;
  d->mode = mode;
  d->hold = hold;
  d->port.configure(d->port.context, rate, range, filter, mode);
  set_level(d, rest_level(d));
  return OK;
}

/* An amplifier behind an analogue input compensates by its own knobs: only the offsets are set here. */
static uint8_t compensate(rl_device *d, rl_reader *r, const char **why) {
  float asked[8];
  for (int i = 0; i < 8; i++) asked[i] = rl_get_f32(r);
  *why = "expected eight numbers, and offsets within 50 mV";
  if (r->bad || !(fabsf(asked[6]) <= 50) || !(fabsf(asked[7]) <= 50)) return BAD_VALUE;
  *why = "compensation is fixed while a protocol runs";
  if (d->state == RL_RUNNING) return BAD_STATE;
  memcpy(d->compensation, asked, sizeof asked);
  d->compensation[0] = d->compensation[3] = d->compensation[4] = 0;
  d->tune_uv = (int32_t)lroundf(1000 * (asked[6] - asked[7]));
  set_level(d, d->level);
  return OK;
}

static uint8_t put_item(rl_device *d, rl_reader *r, const char **why) {
  uint16_t at = rl_get_u16(r);
  rl_item item;
  item.kind = rl_get_u8(r);
  item.start = (int32_t)rl_get_u32(r);
  item.end = (int32_t)rl_get_u32(r);
  item.us = rl_get_u32(r);
  item.flags = rl_get_u8(r);
  *why = "no such item";
  if (r->bad || at >= d->announced || item.kind > 1 || d->playable > 0) return BAD_VALUE;
  d->items[at] = item;
  d->have[at] = 1;
  return OK;
}

static uint8_t begin_protocol(rl_device *d, rl_reader *r, const char **why) {
  uint32_t protocol = rl_get_u32(r);
  uint16_t count = rl_get_u16(r);
  *why = "expected an idle device";
  if (d->state != RL_IDLE) return BAD_STATE;
  *why = "expected 1 to 4096 items";
  if (r->bad || r->left < 32 || count < 1 || count > RL_MOST_ITEMS) return BAD_VALUE;
  d->protocol = protocol;
  d->announced = count;
  d->playable = 0;
  memcpy(d->digest, r->bytes, 32);
  memset(d->have, 0, sizeof d->have);
  return OK;
}

static uint8_t start(rl_device *d, rl_reader *r, uint64_t now_us, const char **why) {
  *why = "expected an armed device";
  if (d->state != RL_ARMED) return BAD_STATE;
  d->run_number = r->left >= 4 ? rl_get_u32(r) : 0;
  d->pinged_us = now_us;
  uint64_t us = 0;
  for (uint16_t i = 0; i < d->playable; i++) us += d->items[i].us;
  d->index = 0;
  d->end_index = samples_of(d, us);
  d->stopped = false;
  d->ring_in = d->ring_out = 0;
  d->filling = 0;
  d->lost = 0;
  enter_item(d, 0, 0);
  d->state = RL_RUNNING;
  return OK;
}

/* One pulse beyond what a protocol may command. It ends by itself, before it is acknowledged. */
static uint8_t zap(rl_device *d, rl_reader *r, const char **why) {
  int32_t level = (int32_t)rl_get_u32(r);
  uint32_t us = rl_get_u32(r);
  int64_t most = d->identity->zap_uv;
  *why = "no such zap";
  if (r->bad || !(d->identity->capabilities & RL_ZAP)) return BAD_VALUE;
  if (level > most || level < -most || us < 1 || us > d->identity->zap_us) return BAD_VALUE;
  *why = "expected an idle device in voltage clamp";
  if (d->state != RL_IDLE || d->mode != RL_VC) return BAD_STATE;
  d->port.pulse(d->port.context, level, us, rest_level(d) + d->tune_uv);
  set_level(d, rest_level(d));
  return OK;
}

static uint8_t act(rl_device *d, uint64_t now_us, const char **why) {
  rl_reader r = {d->packet.payload, d->packet.count, false};
  switch (d->packet.type) {
  case HELLO: {
    uint8_t least = 1, most = 1;
    if (r.left > 0) {
      least = rl_get_u8(&r);
      most = rl_get_u8(&r);
    }
    *why = "this device speaks version 1 alone";
    return least > 1 || most < 1 ? NO_VERSION : OK;
  }
  case GET_CAL: {
    uint8_t channel = rl_get_u8(&r), range = rl_get_u8(&r);
    *why = "no such channel or range";
    return r.bad || channel > 1 || range >= d->identity->ranges ? BAD_VALUE : OK;
  }
  case CONFIG: return configure(d, &r, why);
  case COMP: return compensate(d, &r, why);
  case PING:
    d->pinged_us = now_us;
    *why = "expected a time";
    return r.left < 8 ? BAD_VALUE : OK;
  case PROTO_BEGIN: return begin_protocol(d, &r, why);
  case PROTO_ITEM: return put_item(d, &r, why);
  case PROTO_COMMIT: return commit(d, rl_get_u32(&r), why);
  case ARM:
    *why = "expected an idle device with a protocol";
    if (d->state != RL_IDLE || d->playable == 0) return d->state == RL_ARMED ? OK : BAD_STATE;
    d->state = RL_ARMED;
    d->pinged_us = now_us;
    return OK;
  case START: return start(d, &r, now_us, why);
  case STOP:
    if (d->state == RL_RUNNING) {
      d->stopped = true;
      if (d->item_end < d->end_index) d->end_index = d->item_end;
    } else rest(d);
    return OK;
  case PANIC: go_safe(d, 0); return OK;
  case CREDIT: {
    uint32_t frames = rl_get_u32(&r);
    d->credit = frames > MOST_CREDIT - d->credit ? MOST_CREDIT : d->credit + frames;
    return OK;
  }
  case ZAP: return zap(d, &r, why);
  default: return BAD_VALUE;
  }
}

static void acknowledge(rl_device *d, uint8_t status, const char *message) {
  rl_writer *w = begin(d);
  rl_u32(w, d->packet.seq);
  rl_u8(w, status);
  rl_text(w, message);
  send(d, ACK, d->control_seq++);
}

static void take(rl_device *d, uint64_t now_us) {
  uint8_t type = d->packet.type;
  if (type < HELLO || type > (d->identity->capabilities & RL_ZAP ? ZAP : CREDIT)) {
    d->ignored++;
    return;
  }
  if (type == HELLO) {
    /* A new session: a run of an earlier host ends. */
    rl_left(d);
    d->greeted = true;
    d->run_number = 0;
    d->pinged_us = now_us;
  }
  uint32_t seq = d->packet.seq;
  for (uint16_t i = 0; i < d->remembered; i++) {
    if (d->memory[i].seq != seq) continue;
    if (d->memory[i].status == OK) reply(d, now_us);
    acknowledge(d, d->memory[i].status, d->memory[i].message);
    return;
  }
  const char *why = "";
  d->port.lock(d->port.context);
  uint8_t status = act(d, now_us, &why);
  d->port.unlock(d->port.context);
  if (status == OK) {
    why = "";
    reply(d, now_us);
  }
  d->memory[d->next_memory].seq = seq;
  d->memory[d->next_memory].status = status;
  d->memory[d->next_memory].message = why;
  d->next_memory = (uint16_t)((d->next_memory + 1) % RL_REMEMBERED);
  if (d->remembered < RL_REMEMBERED) d->remembered++;
  acknowledge(d, status, why);
}

void rl_receive(rl_device *d, const uint8_t *bytes, size_t count, uint64_t now_us) {
  for (size_t i = 0; i < count; i++)
    if (rl_feed(&d->framer, bytes[i], &d->packet)) take(d, now_us);
}

void rl_begin(rl_device *d, const rl_identity *identity, const rl_port *port) {
  memset(d, 0, sizeof *d);
  d->identity = identity;
  d->port = *port;
  d->hold = -80000;
  rest(d);
}
