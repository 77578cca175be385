// Starts the kit's components. Every page works without this file.
import { initAll } from "./vendor/govuk-frontend-6.3.0.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// Two minutes before whoever is here is signed out for having opened no page, they are told, and can stay by one press.
const idle = document.querySelector(".govflow-idle");
if (idle) {
  let asked;
  const wait = (seconds) => {
    clearTimeout(asked);
    asked = setTimeout(() => { idle.hidden = false; }, Math.min(Math.max(seconds - 120, 0) * 1000, 2 ** 31 - 1));
  };
  wait(Number(idle.dataset.seconds));
  idle.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(idle.dataset.stay, { redirect: "manual" });
    if (answer.status === 204) {
      idle.hidden = true;
      wait(Number(idle.dataset.seconds));
    } else {
      location.reload();
    }
  });
}

document.addEventListener("htmx:after:swap", (event) => initAll({ scope: event.target }));
