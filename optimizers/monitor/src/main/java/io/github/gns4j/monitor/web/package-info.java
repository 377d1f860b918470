/**
 * The pages: {@link io.github.gns4j.monitor.web.Dashboard} shows runs while they go on, {@link
 * io.github.gns4j.monitor.web.Report} writes them into one file. Both are the same page, once fed
 * by a stream of server-sent events and once by the data inside it; nothing is loaded from
 * elsewhere.
 */
package io.github.gns4j.monitor.web;
