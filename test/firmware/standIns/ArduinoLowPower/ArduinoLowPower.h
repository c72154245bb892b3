// Stand-in: what the sketches of this project use of Arduino Low Power.
#pragma once
#include <Arduino.h>

struct LowPowerStandIn {
  void sleep(uint32_t) {}
};

static LowPowerStandIn LowPower;
