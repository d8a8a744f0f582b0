import { divIcon, DomEvent, marker, type LeafletMouseEvent, type Map, type Marker } from 'leaflet';
import { isPlausible, type LatLon } from '#domain/base/geometry.ts';

const METRES_PER_DEGREE = 111_195;
const STEP_METRES = 1;
const LARGE_STEP_METRES = 10;

const stepsByKey: Record<string, readonly [north: number, east: number]> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

const moved = ({ lat, lon }: LatLon, north: number, east: number): LatLon => ({
  lat: lat + north / METRES_PER_DEGREE,
  lon: lon + east / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
});

/**
 * Leaflet's own icon is a file whose address is lost in bundling. This one is inline SVG, and large enough to touch.
 */
const icon = divIcon({
  className: 'pin-map-pin',
  html: '<svg viewBox="0 0 48 56" width="48" height="56" aria-hidden="true"><path d="M24 54C13 40 7 31 7 22a17 17 0 0 1 34 0c0 9-6 18-17 32Z"/><circle cx="24" cy="22" r="6"/></svg>',
  iconSize: [48, 56],
  iconAnchor: [24, 54],
});

/**
 * The pin that a person moves by dragging it, by tapping the map, or with the arrow keys in steps of one metre (ten
 * with Shift). Without `onMoved` the pin is read-only.
 */
export const createPin = (map: Map, label: string, onMoved: ((point: LatLon) => void) | undefined) => {
  let pin: Marker | null = null;
  let dragging = false;

  const place = (point: LatLon): void => {
    if (pin) pin.setLatLng([point.lat, point.lon]);
    else pin = create(point);
  };
  const move = (point: LatLon): void => {
    if (!isPlausible(point)) return;
    place(point);
    onMoved?.(point);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = stepsByKey[event.key];
    if (!step || !pin) return;
    // Otherwise the page would scroll too.
    DomEvent.stop(event);
    const metres = event.shiftKey ? LARGE_STEP_METRES : STEP_METRES;
    const { lat, lng } = pin.getLatLng();
    move(moved({ lat, lon: lng }, step[0] * metres, step[1] * metres));
    map.panInside(pin.getLatLng(), { padding: [48, 64], animate: false });
  };
  const create = (point: LatLon): Marker => {
    const created = marker([point.lat, point.lon], {
      icon,
      draggable: onMoved !== undefined,
      keyboard: onMoved !== undefined,
      interactive: onMoved !== undefined,
      autoPan: true,
    }).addTo(map);
    const element = created.getElement()!;
    element.setAttribute('aria-label', label);
    if (!onMoved) {
      element.setAttribute('role', 'img');
      return created;
    }
    element.addEventListener('keydown', onKey);
    created.on('dragstart', () => (dragging = true));
    created.on('dragend', () => {
      dragging = false;
      const { lat, lng } = created.getLatLng();
      move({ lat, lon: lng });
    });
    return created;
  };

  if (onMoved)
    map.on('click', ({ latlng }: LeafletMouseEvent) => {
      const { lat, lng } = latlng.wrap();
      move({ lat, lon: lng });
    });

  return {
    /** A pin that is being dragged is not moved. */
    show(point: LatLon | null): void {
      if (dragging) return;
      if (point) place(point);
      else {
        pin?.remove();
        pin = null;
      }
    },
  };
};
