import Camera from 'lucide-solid/icons/camera';
import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { openCamera, type Camera as OpenCamera, type CameraFault } from '#device/camera.ts';
import { onPermissionReturn } from '#device/permission.ts';
import { openCodeScanner } from '#photo/code-scanner.ts';
import { joinMessages } from '#ui/i18n/join.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { readScanned, type Scanned } from './scanned-code.ts';
import styles from '#ui/screens/sign-in.module.css';

const EVERY = 200;

/** Reads a code by the camera. A QR code of another site is refused in words, and the camera goes on. */
export const Scan = (props: { readonly onCode: (code: string) => void; readonly onClose: () => void }) => {
  const [camera, setCamera] = createSignal<OpenCamera | null>(null);
  const [fault, setFault] = createSignal<CameraFault | 'noReader' | null>(null);
  const [refused, setRefused] = createSignal<Exclude<Scanned, { kind: 'code' }> | null>(null);
  const scanner = openCodeScanner();
  const ended = new AbortController();
  const isEnded = () => ended.signal.aborted;
  let video: HTMLVideoElement | undefined;

  const open = async (): Promise<void> => {
    if (camera()) return;
    const opened = await openCamera();
    if (!opened.ok) return void setFault(opened.error);
    if (isEnded()) return opened.value.close();
    setFault(null);
    setCamera(opened.value);
    void watch();
  };
  const found = (text: string): void => {
    const scanned = readScanned(text, location.origin);
    if (scanned.kind === 'code') props.onCode(scanned.code);
    else setRefused(scanned);
  };
  const watch = async (): Promise<void> => {
    while (!isEnded()) {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      if (isEnded() || !video || video.videoWidth === 0) continue;
      try {
        const text = await scanner.read(await createImageBitmap(video));
        if (text !== null && !isEnded()) found(text);
      } catch {
        setFault('noReader');
      }
    }
  };
  const reason = (): string | null => {
    const { scanning } = joinMessages();
    const why = fault();
    if (why === 'insecure') return scanning.insecureCamera;
    if (why === 'busy') return scanning.busyCamera;
    return why && scanning[why];
  };
  const refusal = (): string | null => {
    const what = refused();
    if (!what) return null;
    const { scanning } = joinMessages();
    return what.kind === 'otherSite' ? scanning.otherSite(what.host) : scanning[what.kind];
  };
  onMount(() => {
    onCleanup(onPermissionReturn('camera', () => void (fault() === 'denied' && open())));
    void open();
  });
  onCleanup(() => {
    ended.abort();
    scanner.close();
    camera()?.close();
  });
  return (
    <section class={styles.scan} aria-label={joinMessages().scanning.title}>
      <h1>{joinMessages().scanning.title}</h1>
      <div class={styles.view}>
        <Show when={camera()}>
          {(it) => (
            <>
              <video
                class={styles.video}
                ref={(element) => {
                  video = element;
                  element.srcObject = it().stream;
                  void element.play().catch(() => {});
                }}
                autoplay
                muted
                playsinline
              />
              <div class={styles.aim} aria-hidden="true" />
            </>
          )}
        </Show>
      </div>
      <p class={refusal() ? styles.refused : styles.hint} role="status">
        {refusal() ?? (reason() ? '' : joinMessages().scanning.hint)}
      </p>
      <Show when={reason()}>
        <p class={styles.refused} role="alert">
          {reason()}
        </p>
      </Show>
      <Show when={fault() === 'denied' || fault() === 'busy'}>
        <Button wide onClick={() => void open()}>
          <Camera size={20} aria-hidden="true" />
          {joinMessages().scanning.open}
        </Button>
      </Show>
      <Button wide large onClick={() => props.onClose()}>
        {joinMessages().scanning.type}
      </Button>
    </section>
  );
};
