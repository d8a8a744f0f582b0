import Camera from 'lucide-solid/icons/camera';
import CameraOff from 'lucide-solid/icons/camera-off';
import Flashlight from 'lucide-solid/icons/flashlight';
import FlashlightOff from 'lucide-solid/icons/flashlight-off';
import { createSignal, onCleanup, onMount, Show, type JSX } from 'solid-js';
import { openCamera, type Camera as OpenCamera, type CameraFault } from '#device/camera.ts';
import { onPermissionReturn } from '#device/permission.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { captureMessages } from '#ui/i18n/capture.ts';
import styles from './camera.module.css';

/** The viewfinder inside the page: several shots in a row. A camera app instead could push the page out of memory. */
export const CameraView = (props: {
  /** Called at the shutter. The photo may take seconds; saving and leaving wait for it. */
  readonly onPhoto: (photo: Promise<Blob>) => void;
  /** Stores the draft before the camera needs memory. */
  readonly onBeforeOpen: () => void;
  readonly children: JSX.Element;
}) => {
  const [camera, setCamera] = createSignal<OpenCamera | null>(null);
  const [fault, setFault] = createSignal<CameraFault | 'taken' | null>(null);
  const [opening, setOpening] = createSignal(false);
  const [shooting, setShooting] = createSignal(false);
  const [lit, setLit] = createSignal(false);
  let isDisposed = false;
  let lastShot: Promise<unknown> = Promise.resolve();

  const close = (): void => {
    camera()?.close();
    setCamera(null);
    setLit(false);
  };

  const onTaken = (): void => {
    close();
    setFault('taken');
  };

  const open = async (): Promise<void> => {
    if (camera() || opening()) return;
    setOpening(true);
    props.onBeforeOpen();
    const opened = await openCamera();
    setOpening(false);
    if (!opened.ok) return void setFault(opened.error);
    if (isDisposed || document.hidden) return opened.value.close();
    setFault(null);
    for (const track of opened.value.stream.getVideoTracks()) track.addEventListener('ended', onTaken);
    setCamera(opened.value);
  };

  const shoot = async (): Promise<void> => {
    const open = camera();
    if (!open || shooting()) return;
    setShooting(true);
    const photo = open.takePhoto();
    lastShot = photo.catch(() => {
      close();
      setFault('busy');
    });
    props.onPhoto(photo);
    await lastShot;
    setShooting(false);
  };

  const light = async (on: boolean): Promise<void> => {
    await camera()
      ?.torch?.set(on)
      .then(
        () => setLit(on),
        () => setLit(false),
      );
  };

  // A hidden page closes the camera after the pending shot, for other apps and for the battery.
  const onHidden = (): void => {
    if (document.hidden) void lastShot.then(() => document.hidden && close());
  };
  const canReturn = (): boolean => fault() !== 'missing' && fault() !== 'insecure';
  onMount(() => {
    document.addEventListener('visibilitychange', onHidden);
    onCleanup(onPermissionReturn('camera', () => void (canReturn() && open())));
    void open();
  });
  onCleanup(() => {
    isDisposed = true;
    document.removeEventListener('visibilitychange', onHidden);
    void lastShot.then(close);
  });

  return (
    <div class={styles.view}>
      <Show
        when={camera()}
        fallback={
          <div class={styles.off}>
            <Show when={fault()}>
              {(reason) => (
                <>
                  <CameraOff size={32} strokeWidth={1.5} aria-hidden="true" />
                  <p class={styles.title}>{captureMessages().cameraOff}</p>
                  <p class={styles.reason}>{captureMessages().cameraFaults[reason()]}</p>
                  <Show when={canReturn()}>
                    <Button class={styles.open} onClick={() => void open()}>
                      <Camera size={20} aria-hidden="true" />
                      {captureMessages().startCamera}
                    </Button>
                  </Show>
                </>
              )}
            </Show>
          </div>
        }
      >
        {(open) => (
          <video
            class={styles.video}
            classList={{ [styles.blink ?? '']: shooting() }}
            ref={(video) => {
              video.srcObject = open().stream;
              video.play().catch(() => undefined);
            }}
            autoplay
            playsinline
            muted
            aria-hidden="true"
          />
        )}
      </Show>
      <div class={styles.controls}>
        {props.children}
        <Show when={camera()?.torch}>
          <Button
            look="quiet"
            icon
            class={styles.torch}
            aria-pressed={lit()}
            aria-label={lit() ? captureMessages().torchOff : captureMessages().torchOn}
            onClick={() => void light(!lit())}
          >
            <Show when={lit()} fallback={<Flashlight aria-hidden="true" />}>
              <FlashlightOff aria-hidden="true" />
            </Show>
          </Button>
        </Show>
        <Show when={camera()}>
          <button
            type="button"
            class={styles.shutter}
            aria-label={captureMessages().shutter}
            disabled={shooting()}
            onClick={() => void shoot()}
          />
        </Show>
      </div>
    </div>
  );
};
