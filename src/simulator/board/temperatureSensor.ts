/** The range of the sensor, in °C: what the converter of the board can tell apart. */
export const sensorRange: { readonly lowest: number; readonly highest: number } = {
  lowest: -64,
  highest: 191.75,
};

const converterSteps = 1_024;
const referenceVolts = 5;
/** A step of the converter is a quarter of a degree. */
const stepsPerDegree = 4;
/** What the converter reads at 0 °C. */
const stepsAtZero = 256;

/**
 * The voltage of the board's temperature sensor on its analog input A0: 1.25 V at 0 °C and 19.53 mV a degree, so that a
 * sketch reads `(analogRead(A0) - 256) / 4.0`. The half step in the middle keeps the reading clear of the edge.
 */
export function sensorVolts(celsius: number): number {
  const steps = stepsAtZero + Math.round(celsius * stepsPerDegree) + 0.5;
  return (Math.min(Math.max(steps, 0.5), converterSteps - 0.5) / converterSteps) * referenceVolts;
}
