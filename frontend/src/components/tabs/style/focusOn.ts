/** Gives a control the focus as it appears, and leaves the page where it is. For `ref`. */
export const focusOn = (element: HTMLElement | null): void => {
  element?.focus({ preventScroll: true });
};
