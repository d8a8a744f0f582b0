import { createEffect, createMemo, createSignal, on, onCleanup, onMount, untrack } from 'solid-js';
import { createCaseMap, type CaseMap, type CaseMark } from '#map/case-map.ts';
import { fanOut } from '#map/fan-out.ts';
import { boundsOfRings } from '#domain/base/polygon.ts';
import { partsOf, type Grid } from '#domain/place/grid.ts';
import { usePerson } from '#ui/state/app/context.ts';
import type { ShownCase } from '#ui/state/cases/cases.ts';
import type { Bounds, CaseFilter, CaseFinder, FoundCase } from '#ui/state/cases/finder.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { spotLine } from '#ui/i18n/place.ts';
import { language, named, t } from '#ui/i18n/messages.ts';
import { missingPhotos, type PhotoCount } from './missing-photos.ts';
import { mapText, type MapView } from './desk-address.ts';

const nowhere: Bounds = [0, 0, 0, 0];

/** The cases of the filter on the map of the grids; the open case has a ring. Import it lazily: it loads the map. */
export const DeskMap = (props: {
  readonly finder: CaseFinder;
  readonly filter: CaseFilter;
  readonly open: ShownCase | null | undefined;
  readonly view: MapView | null;
  readonly onView: (view: MapView | null) => void;
  readonly onOpen: (caseId: string) => void;
}) => {
  const { reference } = usePerson();
  const [box, setBox] = createSignal<Bounds>(nowhere);
  const [zoom, setZoom] = createSignal(0);
  const clusters = props.finder.createClusters(() => props.filter, box, zoom);

  const labelOf = (
    { severity, hazard, spot }: Pick<FoundCase, 'severity' | 'hazard' | 'spot'>,
    missing: PhotoCount | null,
  ): string => {
    const kind = reference.kind(hazard);
    const what = kind ? named(kind.short) : hazard;
    const photos = missing && deskMessages().photosOf(missing.there, missing.of);
    return [t().severities[severity], what, spotLine(spot), photos].filter(Boolean).join(t().separator);
  };
  const missingIn = ({ photosComplete: there, photos: of }: FoundCase): PhotoCount | null =>
    there < of ? { there, of } : null;
  const openMark = createMemo((): CaseMark | null => {
    const it = props.open?.case;
    if (!it?.position) return null;
    const { lat, lon } = it.position;
    const { id: caseId, severity } = it;
    const label = labelOf(it, missingPhotos(props.open!));
    return { lat, lon, count: 1, severity, caseId, opensAtZoom: null, label, isOpen: true };
  });
  const marks = (): readonly CaseMark[] => {
    const open = openMark();
    const others = (clusters() ?? []).filter(({ caseId }) => caseId === null || caseId !== open?.caseId);
    const all = [
      ...others.map(({ line, ...it }) => ({
        ...it,
        label: line
          ? labelOf(line, missingIn(line))
          : deskMessages().cluster(it.count, t().severities[it.severity]),
        isOpen: false,
      })),
      ...(open ? [open] : []),
    ];
    return fanOut(all, zoom());
  };
  const chosenGrid = () => {
    const { grid } = props.filter;
    return grid === '' || grid === 'none' ? null : grid;
  };
  const content = () => ({
    grids: reference.grids(),
    places: reference.places(),
    highlighted: chosenGrid() ?? props.open?.case.grid ?? null,
    locale: language(),
  });
  const boxOf = (grids: readonly (Grid | undefined)[]): Bounds | null => {
    const box = boundsOfRings(grids.flatMap((grid) => (grid ? partsOf(grid).flat() : [])));
    return box[0] <= box[2] ? box : null;
  };
  /** The grids and as much around them: one wrong position must not make all others tiny. */
  const area = (): Bounds | null => {
    const box = boxOf(reference.grids().filter(({ retired }) => !retired));
    if (!box) return null;
    const [west, south, east, north] = box;
    const [width, height] = [east - west, north - south];
    return [west - width, south - height, east + width, north + height];
  };

  let map: CaseMap | undefined;
  /** The view last passed to `onView`: it comes back through the address and must not move the map. */
  let lastView: string | null = null;
  const fitAll = async (): Promise<void> => {
    const grid = chosenGrid();
    const box = grid ? boxOf([reference.grid(grid)]) : await props.finder.bounds(props.filter, area());
    map?.fit(box);
    lastView = null;
    props.onView(null);
  };
  const mount = (element: HTMLElement): void => {
    onMount(() => {
      map = createCaseMap(element, {
        ...content(),
        marks: marks(),
        view: props.view,
        onOpen: (caseId) => props.onOpen(caseId),
        onLook: (next, at) => {
          setBox(next);
          setZoom(at);
        },
        onMoved: (view) => {
          lastView = mapText(view);
          props.onView(view);
        },
        onFitAll: () => void fitAll(),
        labels: {
          map: deskMessages().map,
          zoomIn: captureMessages().zoomIn,
          zoomOut: captureMessages().zoomOut,
          fitAll: deskMessages().fitAll,
        },
      });
      const open = openMark();
      if (open) map.reveal(open);
      onCleanup(() => map?.dispose());
    });
  };
  // The grids come from the database, the first time from the server: the first view waits for them.
  let hasGrids = untrack(reference.grids).length > 0;
  createEffect(
    on(
      content,
      (next) => {
        map?.update(next);
        if (hasGrids || next.grids.length === 0) return;
        hasGrids = true;
        if (!props.view) map?.fit(null);
      },
      { defer: true },
    ),
  );
  createEffect(on(marks, (next) => map?.update({ marks: next }), { defer: true }));
  createEffect(
    on(
      () => props.view,
      (view) => {
        const text = view && mapText(view);
        if (text === lastView) return;
        lastView = text;
        if (view) map?.look(view);
      },
      { defer: true },
    ),
  );
  createEffect(
    on(
      chosenGrid,
      (code) => {
        const box = code && boxOf([reference.grid(code)]);
        if (box) map?.fit(box);
      },
      { defer: true },
    ),
  );
  createEffect(
    on(
      () => openMark()?.caseId,
      () => {
        const open = openMark();
        if (open) map?.reveal(open);
      },
      { defer: true },
    ),
  );
  return <div ref={mount} />;
};
