// Starts the kit's components. Every page works without this file.
import { initAll } from "./vendor/govuk-frontend-6.3.0.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.addEventListener("htmx:after:swap", (event) => initAll({ scope: event.target }));
