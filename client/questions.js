// A page with questions: each is made comfortable. Without this file they are forms that work as they are.
import { enhance } from "./interactions.js";

for (const question of document.querySelectorAll("[data-question]")) {
  if (question instanceof HTMLElement) enhance(question);
}
