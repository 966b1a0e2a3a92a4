/*
 * RigLink firmware on a Teensy 4.1. NEVER TRIED ON HARDWARE: it was compiled and run only as host_port.c.
 * Copy riglink_wire.* and riglink_device.* beside this file (as .c and .h), and build it with Teensyduino.
 *
 * Front end: a 16-bit SPI DAC (AD5761R, +-10 V) drives the command input of the amplifier; a 16-bit simultaneous ADC (AD7606, +-10 V)
 * reads its current output on channel 0 and its potential on channel 1. The README has the wiring and the scales.
 */
#include <SPI.h>
#include <math.h>

extern "C" {
#include "riglink_device.h"
}

/* Scales of the amplifier: from its manual, for the setting that is used. */
static const double COMMAND_MV_PER_V = 20.0;
static const double POTENTIAL_MV_PER_V = 100.0;
static const double CURRENT_COMMAND_PA_PER_V = 400.0;
static const double CURRENT_PA_PER_V[] = {200.0, 2000.0, 20000.0};
static const double FULL_SCALE_V = 10.0;
static const int DAC_CS = 10, ADC_CS = 9, ADC_CONVST = 8, ADC_BUSY = 7;
/* AD5761R: write to the DAC and update; +-10 V, control word after power on. */
static const uint8_t DAC_WRITE = 0x03, DAC_CONTROL = 0x04;
static const uint16_t DAC_PLUS_MINUS_10_V = 0x0168;
static const SPISettings SPI_DAC(20000000, MSBFIRST, SPI_MODE2), SPI_ADC(20000000, MSBFIRST, SPI_MODE2);

/* What 10 V of the DAC command; no zap where that is too little to break a patch, as at 20 mV/V: use that of the amplifier. */
static const double ZAP_LEAST_MV = 500.0, ZAP_MOST_MV = FULL_SCALE_V * COMMAND_MV_PER_V;
static const bool CAN_ZAP = ZAP_MOST_MV >= ZAP_LEAST_MV;

static rl_device device;
static const rl_identity identity = {
  "1.3.0", "TEENSY41-1", "RigLink on Teensy 4.1", RL_CURRENT_CLAMP | RL_RUN_NUMBER | (CAN_ZAP ? RL_ZAP : 0u), 1000000,
  3, 3, {10000, 20000, 50000}, {2000, 20000, 200000}, 0.01, 50, 100, "2026-11-29", (uint32_t)(1000 * ZAP_MOST_MV), 10000,
};
static uint8_t mode, range;
static IntervalTimer timer;

static void dac(uint8_t address, uint16_t value) {
  SPI.beginTransaction(SPI_DAC);
  digitalWriteFast(DAC_CS, LOW);
  SPI.transfer(address);
  SPI.transfer16(value);
  digitalWriteFast(DAC_CS, HIGH);
  SPI.endTransaction();
}

static void lock(void *) { noInterrupts(); }
static void unlock(void *) { interrupts(); }
static void send_bytes(void *, const uint8_t *bytes, size_t count) { Serial.write(bytes, count); }
static bool has_room(void *) { return Serial.availableForWrite() >= 1100; }

static void sample() { rl_sample(&device); }

static void configure(void *, uint8_t rate, uint8_t new_range, uint32_t, uint8_t new_mode) {
  mode = new_mode;
  range = new_range;
  timer.begin(sample, 1e6 / identity.rate_hz[rate]);
}

static void command(void *, int32_t level) {
  /* uV over mV/V is mV of the DAC; fA over pA/V likewise. */
  double volt = level / 1000.0 / (mode == RL_VC ? COMMAND_MV_PER_V : CURRENT_COMMAND_PA_PER_V);
  double count = 32768.0 + volt / FULL_SCALE_V * 32768.0;
  dac(DAC_WRITE, (uint16_t)fmax(0, fmin(65535, round(count))));
}

/* The delay counts cycles. Interrupts go on meanwhile: nothing is sampled, and clock and USB need them. */
static void pulse(void *context, int32_t level, uint32_t us, int32_t after) {
  command(context, level);
  interrupts();
  delayMicroseconds(us);
  noInterrupts();
  command(context, after);
}

static int16_t to_count(double value) { return (int16_t)fmax(-32768, fmin(32767, round(value))); }

static void read_counts(void *, int16_t *voltage, int16_t *current) {
  digitalWriteFast(ADC_CONVST, LOW);
  delayNanoseconds(50);
  digitalWriteFast(ADC_CONVST, HIGH);
  while (digitalReadFast(ADC_BUSY)) {}
  SPI.beginTransaction(SPI_ADC);
  digitalWriteFast(ADC_CS, LOW);
  int16_t first = (int16_t)SPI.transfer16(0), second = (int16_t)SPI.transfer16(0);
  digitalWriteFast(ADC_CS, HIGH);
  SPI.endTransaction();
  double pa = first / 32768.0 * FULL_SCALE_V * CURRENT_PA_PER_V[range];
  *current = to_count(pa / identity.range_pa[range] * 32768.0);
  *voltage = to_count(second / 32768.0 * FULL_SCALE_V * POTENTIAL_MV_PER_V / identity.voltage_count_mv);
}

static float temperature(void *) { return NAN; }

/* 64 bits of microseconds: micros() overflows after 71 minutes. */
static uint64_t now_us() {
  static uint32_t last = 0;
  static uint64_t high = 0;
  uint32_t now = micros();
  if (now < last) high += 0x100000000ull;
  last = now;
  return high + now;
}

void setup() {
  pinMode(DAC_CS, OUTPUT);
  pinMode(ADC_CS, OUTPUT);
  pinMode(ADC_CONVST, OUTPUT);
  pinMode(ADC_BUSY, INPUT);
  digitalWriteFast(DAC_CS, HIGH);
  digitalWriteFast(ADC_CS, HIGH);
  digitalWriteFast(ADC_CONVST, HIGH);
  SPI.begin();
  dac(DAC_CONTROL, DAC_PLUS_MINUS_10_V);
  const rl_port port = {NULL, lock, unlock, send_bytes, has_room, configure, command, pulse, read_counts, temperature};
  rl_begin(&device, &identity, &port);
  configure(NULL, 0, 1, 0, RL_VC);
}

void loop() {
  static bool present = false;
  bool was = present;
  present = Serial.dtr();
  if (was && !present) rl_left(&device);
  uint8_t bytes[512];
  int waiting = Serial.available();
  if (waiting > 0) {
    size_t count = Serial.readBytes((char *)bytes, waiting < (int)sizeof bytes ? waiting : (int)sizeof bytes);
    rl_receive(&device, bytes, count, now_us());
  }
  rl_poll(&device, now_us());
}
