/** The filled shapes of the transport controls; every other icon comes from lucide. Decorative: the button has the name. */
import type { ComponentType, SVGProps } from 'react';

export interface IconProps extends SVGProps<SVGSVGElement> {
  size?: number | string;
}
export type Icon = ComponentType<IconProps>;

function Filled({ d, size = 20, strokeWidth: _, ...rest }: IconProps) {
  return (
    <svg
      {...rest}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="currentColor"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  );
}

export const PlayIcon = (props: IconProps) => <Filled {...props} d="M6 4v12l10.5-6z" />;
export const PauseIcon = (props: IconProps) => (
  <Filled {...props} d="M5.5 4H9v12H5.5zM11 4h3.5v12H11z" />
);
export const StopIcon = (props: IconProps) => <Filled {...props} d="M5 5h10v10H5z" />;
export const StepIcon = (props: IconProps) => (
  <Filled {...props} d="M4.5 4.5v11L12 10zM13 4.5h2.5v11H13z" />
);
export const PreviousIcon = (props: IconProps) => (
  <Filled {...props} d="M15.5 4.5v11L8 10zM4.5 4.5H7v11H4.5z" />
);
