/** From where the network is looked at, and at what: the camera, turned and zoomed by the person around a place that zooming moves. No clock. */
import { PerspectiveCamera, Raycaster, Vector2, Vector3 } from 'three';
import { approach } from '../motion';
import { Orbit, type Pose } from '../space/orbit';
import type { Size } from '../useSize';
import { type Fit, fitBox, middleOf, POSE, slopeUp } from './fit';
import type { Layout } from './layout';
import type { Ray } from './pick';
import type { Inset } from './types';

/** Share of the home distance that zooming may reach. */
const NEAREST = 0.05;
const FOLLOW_MS = 60;
const NEAR = 1e-3;
/** Seen from its end it comes no nearer than this share of the way it is seen from the front: what is in front would hide the rest. */
const NEAREST_FIT = 0.6;
/** Shares of the home distance between which there is a picture. */
const CLIP = { near: NEAREST * 0.2, far: 5 };

const samePose = (a: Pose, b: Pose): boolean =>
  a.azimuth === b.azimuth && a.elevation === b.elevation;

export class Gaze {
  readonly orbit: Orbit;
  readonly camera = new PerspectiveCamera();
  /** Of the place last asked for with `rayAt`. */
  readonly ray: Ray = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };
  fitted: Fit = { distance: 1, shiftX: 0, shiftY: 0, px: 1 };
  private fittedTo: Pose = POSE;
  private size: Size = { width: 1, height: 1 };
  private inset: Inset = { top: 0, right: 0, bottom: 0, left: 0 };
  private layout: Layout | null = null;
  private readonly middle = new Vector3();
  /** Where it is going to look, and where it looks. */
  private readonly aim = new Vector3();
  private readonly target = new Vector3();
  private readonly towards = new Vector3();
  private readonly pointer = new Vector2();
  private readonly caster = new Raycaster();

  constructor(private readonly still: boolean) {
    this.orbit = new Orbit(1, still, POSE, NEAREST);
  }

  /** A network, or the same one laid out anew: looks at all of it. */
  build(layout: Layout): void {
    const first = this.layout === null;
    this.layout = layout;
    middleOf(layout.box, this.middle);
    this.aim.copy(this.middle);
    if (first) this.target.copy(this.middle);
  }

  /** A window, and what of it is covered. */
  frame(size: Size, inset: Inset): void {
    this.size = size;
    this.inset = inset;
    this.fit();
  }

  /**
   * From where it is turned to, all of the network is within the window again: else a wide one, seen from its end, would
   * leave a low window above and below. Allocates while it is turned or rises, and never at rest.
   */
  private fit(): void {
    const { layout, orbit, size } = this;
    if (!layout) return;
    this.fittedTo = orbit.seen;
    const home = fitBox(layout.box, size, this.inset, POSE);
    const nearest = home.distance * NEAREST_FIT;
    this.fitted = samePose(this.fittedTo, POSE)
      ? home
      : fitBox(layout.box, size, this.inset, this.fittedTo, nearest);
    orbit.setHome(this.fitted.distance);
    this.focus();
  }

  /** The lens, for this window. */
  private focus(): void {
    const { camera, fitted, size } = this;
    camera.aspect = size.width / size.height;
    camera.fov = (Math.atan(slopeUp(camera.aspect)) * 360) / Math.PI;
    camera.near = fitted.distance * CLIP.near;
    camera.far = fitted.distance * CLIP.far;
    camera.updateProjectionMatrix();
    const { elements } = camera.projectionMatrix;
    elements[8] = -fitted.shiftX;
    elements[9] = -fitted.shiftY;
    camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
  }

  /** Moves on by `dt` ms; returns whether it still moves. */
  advance(dt: number): boolean {
    const turning = this.orbit.advance(dt);
    const { target, aim, orbit, fittedTo } = this;
    if (!samePose(orbit.seen, fittedTo)) this.fit();
    const far = target.distanceToSquared(aim) > (NEAR * this.fitted.distance) ** 2;
    if (!far || this.still) {
      target.copy(aim);
      return turning;
    }
    target.x = approach(target.x, aim.x, dt, FOLLOW_MS);
    target.y = approach(target.y, aim.y, dt, FOLLOW_MS);
    target.z = approach(target.z, aim.z, dt, FOLLOW_MS);
    return true;
  }

  place(): void {
    this.orbit.place(this.camera.position);
    this.camera.position.add(this.target);
    this.camera.lookAt(this.target);
    this.camera.updateMatrixWorld();
  }

  /** Towards the camera from where it looks at, as shares of the way to the right and to the front. */
  get side(): Vector3 {
    return this.towards.subVectors(this.camera.position, this.target).normalize();
  }

  /** Through a place of the picture, px, into `ray`. */
  rayAt(x: number, y: number, { width, height }: Size): void {
    this.pointer.set((x / width) * 2 - 1, 1 - (y / height) * 2);
    this.caster.setFromCamera(this.pointer, this.camera);
    const { origin, direction } = this.caster.ray;
    const { ray } = this;
    [ray.ox, ray.oy, ray.oz] = [origin.x, origin.y, origin.z];
    [ray.dx, ray.dy, ray.dz] = [direction.x, direction.y, direction.z];
  }

  /** Nearer or further, so that what lies on the ground at a place of the picture stays there; px. */
  zoomAt(factor: number, x: number, y: number, size: Size): void {
    const before = this.orbit.zoomed;
    this.orbit.zoom(factor);
    const share = this.orbit.zoomed / before;
    if (this.orbit.zoomed >= 1) {
      this.aim.copy(this.middle);
      return;
    }
    this.rayAt(x, y, size);
    const { ray, layout } = this;
    // A look at the sky zooms at the middle.
    const far = ray.dy < -1e-3 ? -ray.oy / ray.dy : Number.POSITIVE_INFINITY;
    if (!layout || far > this.fitted.distance * 3) return;
    const { box } = layout;
    const [hx, hz] = [ray.ox + ray.dx * far, ray.oz + ray.dz * far];
    this.aim.x = Math.min(box.right, Math.max(box.left, hx + (this.aim.x - hx) * share));
    this.aim.z = Math.min(box.front, Math.max(box.back, hz + (this.aim.z - hz) * share));
  }

  /** Nearer to or further from a block, or what is in the middle. */
  zoomOn(factor: number, id: string | null): void {
    this.orbit.zoom(factor);
    const block = id === null ? undefined : this.layout?.byId.get(id);
    if (this.orbit.zoomed >= 1) this.aim.copy(this.middle);
    else if (block && factor < 1) this.aim.set(block.x, this.middle.y, block.z);
  }

  /** Who walks from block to block sees where: near by, the camera goes along. */
  follow(id: string): void {
    const block = this.layout?.byId.get(id);
    if (block && this.orbit.zoomed < 1) this.aim.set(block.x, this.middle.y, block.z);
  }

  reset(): void {
    this.orbit.reset();
    this.aim.copy(this.middle);
  }
}
