import { staySignedIn } from "/console/js/api.js";
import { start } from "/console/js/router.js";

staySignedIn();
start();
