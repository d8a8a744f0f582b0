/** `#rrggbb`. All pictures use one palette, so that they look alike. */
export type Colour = string;

const channels = (colour: Colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

const mix = (a: Colour, b: Colour, share: number): Colour => {
  const [from, to] = [channels(a), channels(b)];
  const hex = from.map((value, i) =>
    Math.round(value + (to[i]! - value) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
};

export const darker = (colour: Colour, share: number): Colour => mix(colour, '#14181c', share);
export const lighter = (colour: Colour, share: number): Colour => mix(colour, '#fffaf0', share);

/** With an opacity from 0 to 1. */
export const clear = (colour: Colour, opacity: number): Colour => {
  const alpha = Math.round(opacity * 255);
  return `${colour}${alpha.toString(16).padStart(2, '0')}`;
};

export const palette = {
  ink: '#22272b',
  steel: '#8d9ca4',
  white: '#f2efe8',
  plaster: ['#e6dfd0', '#dcd8cd', '#e2d6c2', '#d5d9d3', '#e0d9da'],
  dado: ['#7fa393', '#8aa0b4', '#b08a72', '#9aa57c', '#a3948a'],
  concrete: ['#aaa59c', '#9b9c9b', '#b3aca0', '#a0a5a6'],
  brick: ['#b4785f', '#a8705a', '#c08a6c', '#9d7466'],
  wood: ['#9a714c', '#84603f', '#b08658', '#75543a'],
  door: ['#7a4436', '#4d5d66', '#5a6b52', '#6d5545', '#8c5a3c', '#3f5a5c'],
  bike: ['#2f8f86', '#d0553f', '#e0a52e', '#3f6fa8', '#f0ece2', '#596068', '#b84a6a', '#7aa34f'],
  cylinder: ['#8d9ca4', '#7f929c', '#9aa3a2', '#6f8f86', '#a7adae'],
  cable: ['#e8742c', '#f2efe8', '#2b2f33', '#d8b32c'],
  bag: ['#33383d', '#3a3f45', '#e5e3dc', '#4b4f3f', '#5c7fa0'],
  bin: ['#4c8a58', '#3d6ea0', '#6d7479', '#a8483c'],
  cloth: ['#c9785d', '#6f93a8', '#d9b867', '#87a07a', '#a07fa0', '#e4d5c0'],
  carton: ['#c79a63', '#b98b55', '#d3aa77', '#ad8150'],
  leaf: ['#6f8f5a', '#5c7f52', '#86a066', '#93a35a'],
  sky: ['#bcd6e2', '#cfdde0', '#aacbe0', '#d9dcd6', '#e6d3c0'],
} as const;
