// Stand-in: what the sketches of this project use of the SigFox library of MKR FOX 1200.
#pragma once
#include <Arduino.h>

#define ADC_BATTERY A1
#define AR_INTERNAL1V0 INTERNAL1V1
inline void analogReadResolution(int) {}

struct SigFoxStandIn : Stream {
  bool begin() { return true; }
  void end() {}
  void debug() {}
  String ID() { return "0001D743"; }
  String PAC() { return "0011223344556677"; }
  float internalTemperature() { return 21.5; }
  int beginPacket() { return 1; }
  int endPacket(bool = false) { return 0; }
  int parsePacket() { return 8; }
  size_t write(uint8_t) override { return 1; }
  size_t write(const uint8_t *, size_t size) override { return size; }
  using Print::write;
  int available() override { return 0; }
  int read() override { return -1; }
  int peek() override { return -1; }
  void flush() override {}
};

static SigFoxStandIn SigFox;
