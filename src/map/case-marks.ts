import { divIcon, marker, type LayerGroup, type Marker } from 'leaflet';
import type { LatLon } from '#domain/base/geometry.ts';
import type { Severity } from '#domain/catalogue/severities.ts';

/** One case, or several that are too close to be separate at this zoom. */
export type CaseMark = LatLon & {
  readonly count: number;
  /** The worst severity; decides shape and colour. */
  readonly severity: Severity;
  readonly caseId: string | null;
  readonly opensAtZoom: number | null;
  /** Text of the interface: read by screen readers, and shown beside the mark when the pointer is on it. */
  readonly label: string;
  readonly isOpen: boolean;
};

/** Triangle, diamond and disc on a 24 × 24 field: the shapes of the badges. */
const shapes: Record<Severity, string> = {
  major: 'M12 2.5 22.5 21H1.5z',
  general: 'M12 1.5 22.5 12 12 22.5 1.5 12z',
  minor: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z',
};

/** Large enough for a thumb, whatever is drawn in the middle. */
const HIT_PIXELS = 44;

/** Grows slowly: twice as wide for a hundred times as many cases. */
const clusterPixels = (count: number): number => Math.round(28 + 8 * Math.min(3, Math.log10(count)));

const iconOf = ({ count, severity, caseId, isOpen }: CaseMark) => {
  if (caseId === null) {
    const size = clusterPixels(count);
    return divIcon({
      className: `case-mark case-mark-${severity} case-mark-several`,
      html: `<span style="width:${size}px;height:${size}px">${count}</span>`,
      iconSize: [HIT_PIXELS, HIT_PIXELS],
    });
  }
  const ring = isOpen ? '<i></i>' : '';
  return divIcon({
    className: `case-mark case-mark-${severity}${isOpen ? ' case-mark-open' : ''}`,
    html: `${ring}<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${shapes[severity]}"/></svg>`,
    iconSize: [HIT_PIXELS, HIT_PIXELS],
  });
};

const keyOf = ({ caseId, lat, lon, count }: CaseMark): string => caseId ?? `${lat},${lon},${count}`;
const looksOf = ({ severity, isOpen, lat, lon }: CaseMark): string => `${severity} ${isOpen} ${lat} ${lon}`;

/** Draws marks. Marks that stay are not redrawn, so a hovered or focused mark is not replaced. */
export const createMarks = (layer: LayerGroup, onPress: (mark: CaseMark) => void) => {
  const shownByKey = new Map<string, { pin: Marker; mark: CaseMark }>();

  const name = (pin: Marker, { label, isOpen }: CaseMark): void => {
    const element = pin.getElement()!;
    element.setAttribute('aria-label', label);
    element.toggleAttribute('data-open', isOpen);
    const tag = document.createElement('span');
    tag.textContent = label;
    pin.setTooltipContent(tag);
  };
  const add = (key: string, mark: CaseMark): void => {
    const pin = marker([mark.lat, mark.lon], {
      icon: iconOf(mark),
      zIndexOffset: mark.isOpen ? 2000 : 0,
      riseOnHover: true,
    });
    pin.bindTooltip('', { direction: 'top', offset: [0, -16], className: 'case-mark-label' });
    pin.on('click', () => onPress(shownByKey.get(key)?.mark ?? mark));
    layer.addLayer(pin);
    shownByKey.set(key, { pin, mark });
    name(pin, mark);
  };

  return {
    show(marks: readonly CaseMark[]): void {
      const next = new Map(marks.map((mark) => [keyOf(mark), mark]));
      for (const [key, { pin, mark }] of shownByKey) {
        const unchanged = next.get(key);
        if (unchanged && looksOf(unchanged) === looksOf(mark)) continue;
        pin.remove();
        layer.removeLayer(pin);
        shownByKey.delete(key);
      }
      for (const [key, mark] of next) {
        const shown = shownByKey.get(key);
        if (!shown) add(key, mark);
        else if (shown.mark.label !== mark.label) name(shown.pin, mark);
        if (shown) shown.mark = mark;
      }
    },
  };
};
