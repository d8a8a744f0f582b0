import type { HazardCode } from '#domain/catalogue/hazard-kinds.ts';
import type { Scene } from './scene.ts';
import { batteryAtHome, blockedExit, stairwellCharging } from './scenes/e-bike-indoors.ts';
import { hungCable, noCutOff, openShed } from './scenes/e-bike-outdoors.ts';
import { blockedLane, dormitoryWiring, shedLivedIn, welding } from './scenes/fire-and-work.ts';
import { badCylinder, noFlameGuard, noGasAlarm } from './scenes/gas-equipment.ts';
import { agedHose, longHose } from './scenes/gas-hose.ts';
import { gasWhereForbidden, tooManyCylinders } from './scenes/gas-places.ts';
import { brokenSurface, manhole, other } from './scenes/ground.ts';
import { burning, clutter, rubble } from './scenes/waste-piles.ts';
import { fullBins, kitchenWaste, litter } from './scenes/waste-street.ts';

/** The scene of each hazard kind in the catalogue. */
export const scenesByHazard: Readonly<Record<HazardCode, Scene>> = {
  EB01: stairwellCharging,
  EB02: hungCable,
  EB03: blockedExit,
  EB04: batteryAtHome,
  EB05: openShed,
  EB06: noCutOff,
  GC01: gasWhereForbidden,
  GC02: tooManyCylinders,
  GC03: longHose,
  GC04: noGasAlarm,
  GC05: badCylinder,
  GC06: noFlameGuard,
  GC07: agedHose,
  WA01: litter,
  WA02: rubble,
  WA03: burning,
  WA04: kitchenWaste,
  WA05: clutter,
  WA06: fullBins,
  FS01: blockedLane,
  HW01: welding,
  HS01: shedLivedIn,
  DM01: dormitoryWiring,
  PF01: manhole,
  PF02: brokenSurface,
  OT99: other,
};
