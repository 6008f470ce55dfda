// A page that offers to go on where one was: Enter does it, as long as nothing else has the focus.
import { $ } from "claimdesk/dom.js";
import { keys } from "claimdesk/shell.js";

keys.on({ go_on: () => $("#go-on").click() });
keys.activate("start");
document.documentElement.dataset.ready = "start";
