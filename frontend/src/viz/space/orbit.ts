/**
 * Where the camera stands: turned and zoomed by the person, tilted up from straight above when it appears. Owns angles and distances alone, no
 * three and no input. Angles in radians, distances in cells.
 */
import { approach } from '../motion';

/** Where the camera stands at first, and again after a reset: radians around the vertical axis and above the ground. */
export interface Pose {
  azimuth: number;
  elevation: number;
}

/** From the lower left corner, a good way up. */
const CORNER: Pose = { azimuth: -0.58, elevation: 0.68 };
/** Shares of the home distance that zooming may reach. */
const NEAREST = 0.25;
const FARTHEST = 2;
const TILT_MS = 600;
const FOLLOW_MS = 60;
const LOWEST = 0.1;
const STEEPEST = Math.PI / 2 - 0.02;
const NEAR = 1e-4;

export class Orbit {
  azimuth: number;
  elevation: number;
  distance: number;
  private home: number;
  private goal: { azimuth: number; elevation: number; distance: number };
  private tilted: number;
  private lying = false;

  /** `still`: no tilt, no easing. `nearest`: the share of the home distance that zooming may reach. */
  constructor(
    home: number,
    private readonly still: boolean,
    private readonly pose: Pose = CORNER,
    private readonly nearest = NEAREST,
  ) {
    this.home = home;
    this.azimuth = pose.azimuth;
    this.elevation = pose.elevation;
    this.distance = home;
    this.goal = { ...pose, distance: home };
    this.tilted = still ? 1 : 0;
  }

  /** 0 straight above and flat, 1 standing; eased in and out. */
  get rise(): number {
    const t = this.tilted;
    return t * t * (3 - 2 * t);
  }

  /** From where it is seen now: turned as it is, and on its way up or down. */
  get seen(): Pose {
    const { rise } = this;
    return {
      azimuth: this.azimuth * rise,
      elevation: STEEPEST + (this.elevation - STEEPEST) * rise,
    };
  }

  /** Down to straight above and flat, or up again. */
  lie(lying: boolean): void {
    this.lying = lying;
    if (this.still) this.tilted = lying ? 0 : 1;
  }

  /** A further home, for another text or another shape of the window; the zoom stays. */
  setHome(home: number): void {
    const zoom = home / this.home;
    this.home = home;
    this.distance *= zoom;
    this.goal.distance *= zoom;
  }

  turn(azimuth: number, elevation: number): void {
    this.goal.azimuth += azimuth;
    this.goal.elevation = Math.min(STEEPEST, Math.max(LOWEST, this.goal.elevation + elevation));
  }

  /** Below 1 comes nearer. */
  zoom(factor: number): void {
    const { home } = this;
    this.goal.distance = Math.min(
      home * FARTHEST,
      Math.max(home * this.nearest, this.goal.distance * factor),
    );
  }

  /** The distance it is on its way to, as a share of the home distance. */
  get zoomed(): number {
    return this.goal.distance / this.home;
  }

  reset(): void {
    // The short way round, however often it was turned.
    const rounds = Math.round((this.goal.azimuth - this.pose.azimuth) / (2 * Math.PI));
    this.azimuth -= rounds * 2 * Math.PI;
    this.goal.azimuth = this.pose.azimuth;
    this.goal.elevation = this.pose.elevation;
    this.goal.distance = this.home;
  }

  /** Moves on by `dt` ms; returns whether it still moves. */
  advance(dt: number): boolean {
    const { goal } = this;
    const tilting = this.tilted !== (this.lying ? 0 : 1);
    const tilt = dt / TILT_MS;
    this.tilted = this.lying ? Math.max(0, this.tilted - tilt) : Math.min(1, this.tilted + tilt);
    const far =
      Math.abs(this.azimuth - goal.azimuth) > NEAR ||
      Math.abs(this.elevation - goal.elevation) > NEAR ||
      Math.abs(this.distance - goal.distance) > NEAR * this.home;
    if (far && !this.still) {
      this.azimuth = approach(this.azimuth, goal.azimuth, dt, FOLLOW_MS);
      this.elevation = approach(this.elevation, goal.elevation, dt, FOLLOW_MS);
      this.distance = approach(this.distance, goal.distance, dt, FOLLOW_MS);
    } else {
      this.azimuth = goal.azimuth;
      this.elevation = goal.elevation;
      this.distance = goal.distance;
    }
    return tilting || (far && !this.still);
  }

  /** Writes the camera's place around what it looks at into x, y, z of `out`; `flat`: its distance while lying. */
  place(out: { x: number; y: number; z: number }, flat = this.distance): void {
    const { rise } = this;
    const { azimuth: around, elevation: up } = this.seen;
    const distance = flat + (this.distance - flat) * rise;
    out.x = Math.sin(around) * Math.cos(up) * distance;
    out.y = Math.sin(up) * distance;
    out.z = Math.cos(around) * Math.cos(up) * distance;
  }
}
