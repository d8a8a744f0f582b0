import type { Dice } from '#demo/dice.ts';
import type { Brush, Point } from './brush.ts';

export type Stage = {
  readonly brush: Brush;
  readonly dice: Dice;
  /** The same spot after it was put right. */
  readonly isRight: boolean;
};

export type Light = 'day' | 'overcast' | 'dusk' | 'lamp' | 'torch';

export type Scene = {
  readonly lights: readonly Light[];
  /**
   * Draws the spot, and answers where the hazard is: there a closer shot looks. What does not change when it is put
   * right is rolled first, so that before and after show one place.
   */
  paint(stage: Stage): Point;
};

export const indoors: readonly Light[] = ['lamp', 'lamp', 'day', 'overcast', 'torch'];
export const outdoors: readonly Light[] = ['day', 'day', 'overcast', 'dusk'];
