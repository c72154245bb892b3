// Stand-in: what the sketches of this project use of SmartEverything HTS221; the sensor is on A0 instead.
#pragma once
#include <Arduino.h>

struct HTS221StandIn {
  bool begin() { return true; }
  double readTemperature() { return (analogRead(A0) - 256) / 4.0; }
  double readHumidity() { return 50; }
};

static HTS221StandIn smeHumidity;
