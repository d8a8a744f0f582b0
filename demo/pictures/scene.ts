import type { Dice } from '#demo/dice.ts';
import type { Brush, Point } from './brush.ts';

export type Stage = {
  readonly brush: Brush;
  readonly dice: Dice;
  /** True: draws the same spot after the hazard was removed. */
  readonly isRight: boolean;
};

export type Light = 'day' | 'overcast' | 'dusk' | 'lamp' | 'torch';

export type Scene = {
  readonly lights: readonly Light[];
  /**
   * Draws the spot and returns the point of the hazard, at which a close shot looks. It must draw all random numbers of
   * the surroundings before it reads `isRight`, so that scene photo and after photo show the same place.
   */
  paint(stage: Stage): Point;
};

export const indoors: readonly Light[] = ['lamp', 'lamp', 'day', 'overcast', 'torch'];
export const outdoors: readonly Light[] = ['day', 'day', 'overcast', 'dusk'];
