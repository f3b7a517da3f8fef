import { start } from "/console/js/router.js";

start();
