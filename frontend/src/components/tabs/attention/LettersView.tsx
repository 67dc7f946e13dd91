/** Where the characters lie in the space the model made up for them, and how they drifted there. */
export function LettersView() {
  return null;
}
