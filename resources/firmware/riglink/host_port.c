/*
 * The firmware on a computer, for tests: its line is a pseudo-terminal, its cell a resistor and a capacitor. It always says that it
 * is simulated.
 *   host_port [--drop P] [--corrupt P] [--deaf P] [--seed N] [--no-zap 1]   prints the path of its line, and runs until its input ends
 *   host_port --echo                                           reads frames from the input, writes those that it would send
 */
#define _XOPEN_SOURCE 600
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "riglink_device.h"

#define SERIES_MOHM 20.0
#define MEMBRANE_MOHM 1000.0
#define MEMBRANE_PF 60.0
#define QUEUE (1u << 20)

static rl_device device;
static double drop, corrupt, deaf, membrane_mv, command, current_pa;
static uint64_t lottery = 1;
static int line_fd = -1;
static uint8_t queue[QUEUE];
static size_t queued;
static uint8_t mode, range;

static rl_identity identity = {
  .firmware = "1.3.0", .serial = "SIM-HOST", .name = "RigLink firmware on a computer", .calibrated = "2026-11-29",
  .capabilities = RL_SIMULATED | RL_CURRENT_CLAMP | RL_RUN_NUMBER | RL_ZAP, .clock_hz = 1000000,
  .rates = 3, .rate_hz = {10000, 20000, 50000}, .ranges = 3, .range_pa = {2000, 20000, 200000},
  .voltage_count_mv = 0.01, .level_step_uv = 50, .time_step_us = 100,
  .zap_uv = 1000000, .zap_us = 10000,
};

static bool happens(double probability) {
  lottery = lottery * 6364136223846793005ull + 1442695040888963407ull;
  return (double)(lottery >> 33) / 2147483648.0 < probability;
}

static void flush(void) {
  size_t sent = 0;
  while (sent < queued) {
    ssize_t n = write(line_fd, queue + sent, queued - sent);
    if (n <= 0) break;
    sent += (size_t)n;
  }
  memmove(queue, queue + sent, queued - sent);
  queued -= sent;
}

/* One thread calls everything. */
static void nothing(void *context) { (void)context; }

static void send_bytes(void *context, const uint8_t *bytes, size_t count) {
  (void)context;
  if (happens(drop) || queued + count > QUEUE) return;
  memcpy(queue + queued, bytes, count);
  if (happens(corrupt)) queue[queued + count / 2] ^= 0x55;
  queued += count;
  flush();
}

static bool has_room(void *context) {
  (void)context;
  return queued < 4096;
}

static void configure(void *context, uint8_t rate, uint8_t new_range, uint32_t filter_hz, uint8_t new_mode) {
  (void)context, (void)rate, (void)filter_hz;
  mode = new_mode;
  range = new_range;
}

static void set_command(void *context, int32_t level) {
  (void)context;
  command = level / 1000.0;
}

static void live(double ms);

/* The patch is no part of this cell: a pulse charges its membrane. */
static void pulse(void *context, int32_t level, uint32_t us, int32_t after) {
  set_command(context, level);
  live(us / 1000.0);
  set_command(context, after);
}

/* The cell lives for one sample, exactly: one compartment. */
static void live(double ms) {
  if (mode == RL_VC) {
    double parallel = SERIES_MOHM * MEMBRANE_MOHM / (SERIES_MOHM + MEMBRANE_MOHM);
    double target = command * MEMBRANE_MOHM / (SERIES_MOHM + MEMBRANE_MOHM);
    membrane_mv = target + (membrane_mv - target) * exp(-ms / (parallel * MEMBRANE_PF * 1e-3));
    current_pa = 1000 * (command - membrane_mv) / SERIES_MOHM;
  } else {
    double target = command * MEMBRANE_MOHM / 1000;
    membrane_mv = target + (membrane_mv - target) * exp(-ms / (MEMBRANE_MOHM * MEMBRANE_PF * 1e-3));
    current_pa = command;
  }
}

static int16_t to_count(double value) { return (int16_t)fmax(-32768, fmin(32767, round(value))); }

static void read_counts(void *context, int16_t *voltage, int16_t *current) {
  (void)context;
  *voltage = to_count(membrane_mv / identity.voltage_count_mv);
  *current = to_count(current_pa * 32768.0 / identity.range_pa[range]);
}

static float temperature(void *context) {
  (void)context;
  return 37;
}

static uint64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

/* Frames of the input are answered on the output, the clock stands at 0: what it sends is compared byte for byte. */
static int echo(void) {
  uint8_t bytes[4096];
  ssize_t n;
  line_fd = STDOUT_FILENO;
  while ((n = read(STDIN_FILENO, bytes, sizeof bytes)) > 0) rl_receive(&device, bytes, (size_t)n, 0);
  return 0;
}

static int open_line(void) {
  line_fd = posix_openpt(O_RDWR | O_NOCTTY);
  if (line_fd < 0 || grantpt(line_fd) != 0 || unlockpt(line_fd) != 0) return -1;
  const char *path = ptsname(line_fd);
  int slave = open(path, O_RDWR | O_NOCTTY);
  struct termios raw;
  if (slave < 0 || tcgetattr(slave, &raw) != 0) return -1;
  raw.c_iflag = raw.c_oflag = raw.c_lflag = 0;
  raw.c_cflag = CS8 | CREAD | CLOCAL;
  raw.c_cc[VMIN] = 1;
  tcsetattr(slave, TCSANOW, &raw);
  close(slave);
  fcntl(line_fd, F_SETFL, O_NONBLOCK);
  printf("%s\n", path);
  fflush(stdout);
  return 0;
}

/* Reads what the host sent; false once it has closed the line. */
static bool hear(uint64_t at_us) {
  uint8_t bytes[4096];
  for (;;) {
    ssize_t n = read(line_fd, bytes, sizeof bytes);
    if (n > 0) {
      if (!happens(deaf)) rl_receive(&device, bytes, (size_t)n, at_us);
      continue;
    }
    return !(n == 0 || (n < 0 && errno == EIO));
  }
}

int main(int argc, char **argv) {
  const rl_port port = {NULL, nothing, nothing, send_bytes, has_room, configure, set_command, pulse, read_counts, temperature};
  for (int i = 1; i + 1 < argc; i++)
    if (strcmp(argv[i], "--no-zap") == 0) identity.capabilities &= ~(uint32_t)RL_ZAP;
  rl_begin(&device, &identity, &port);
  if (argc > 1 && strcmp(argv[1], "--echo") == 0) return echo();
  for (int i = 1; i + 1 < argc; i += 2) {
    if (strcmp(argv[i], "--drop") == 0) drop = atof(argv[i + 1]);
    if (strcmp(argv[i], "--corrupt") == 0) corrupt = atof(argv[i + 1]);
    if (strcmp(argv[i], "--deaf") == 0) deaf = atof(argv[i + 1]);
    if (strcmp(argv[i], "--seed") == 0) lottery = (uint64_t)atoll(argv[i + 1]);
  }
  if (open_line() != 0) return 1;
  uint64_t begun = now_us(), due = 0;
  uint32_t rate = rl_rate_hz(&device);
  bool present = false;
  for (;;) {
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    char end;
    if (poll(&input, 1, 1) > 0 && read(STDIN_FILENO, &end, 1) <= 0) return 0;
    bool was = present;
    present = hear(now_us());
    if (was && !present) {
      rl_left(&device);
      queued = 0;
    }
    if (!rl_streams(&device) || rate != rl_rate_hz(&device)) {
      rate = rl_rate_hz(&device);
      /* At rest in steps of the clock; a run begins now, with its sample 0. */
      live(1);
      begun = now_us();
      due = 0;
    } else {
      for (; due <= (now_us() - begun) * rate / 1000000u; due++) {
        if (due > 0) live(1000.0 / rate);
        rl_sample(&device);
      }
    }
    flush();
    rl_poll(&device, now_us());
  }
}
