/** What the checks ask of a view again and again, found once for each view: a list of thousands is checked in its length. */
import { capabilities } from '#domain/people/capabilities.ts';
import { areasAbove } from '#domain/place/area.ts';
import type { OfficePerson } from './office-person.ts';
import type { OfficeView } from './office-kinds.ts';

export type ViewIndex = {
  /** The codes of grids that are not retired, and of the areas with such a grid. */
  readonly scopes: ReadonlySet<string>;
  /** The ids of the people with a phone number or a user name. */
  readonly phone: ReadonlyMap<string, readonly string[]>;
  readonly username: ReadonlyMap<string, readonly string[]>;
  readonly hasAdmin: boolean;
};

const isAdmin = ({ role, retired }: OfficePerson): boolean => capabilities[role].administers && !retired;

const idsBy = (people: readonly OfficePerson[], field: 'phone' | 'username') => {
  const ids = new Map<string, string[]>();
  for (const { id, [field]: text } of people) {
    if (!text) continue;
    const others = ids.get(text);
    if (others) others.push(id);
    else ids.set(text, [id]);
  }
  return ids;
};

const build = ({ all }: OfficeView): ViewIndex => {
  const people = all('person');
  return {
    scopes: new Set(all('grid').flatMap(({ code, retired }) => (retired ? [] : [code, ...areasAbove(code)]))),
    phone: idsBy(people, 'phone'),
    username: idsBy(people, 'username'),
    hasAdmin: people.some(isAdmin),
  };
};

const built = new WeakMap<OfficeView, ViewIndex>();

export const indexOf = (view: OfficeView): ViewIndex => {
  const index = built.get(view) ?? build(view);
  built.set(view, index);
  return index;
};
