import { createRun } from '../../support/mochaInHost';
import { describeBrokers } from './brokers';
import { describeDamaged } from './damaged';
import { describeExported } from './exported';
import { describeFullDisk, placeStore } from './fullDisk';
import { describeHostile } from './hostile';
import { describeKept } from './kept';
import { describeSearched } from './searched';
import { describeSeen } from './seen';
import { describeTwoWindows } from './twoWindows';

export const run = createRun(() => {
  placeStore();
  describeDamaged();
  describeBrokers();
  describeKept();
  describeSearched();
  describeExported();
  describeSeen();
  describeTwoWindows();
  describeHostile();
  describeFullDisk();
});
