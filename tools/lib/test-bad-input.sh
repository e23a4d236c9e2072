# shellcheck shell=bash
# Bad input to the running services, on every port they listen on: refused in Amazon's words or cut off, and they go on as if
# nothing had been. For the real cloud and the simulated one. Needs what lib/test-cloud loads, simulated.sh and test-instances.sh.

# How much a service may grow by in the second round, in MiB, after a garbage collection both times. The first round has the code
# loaded and compiled and the threads made, so it is as long: C2 is told to wait. A leak would go on growing in the second.
BAD_GROWTH=${JARRAH_BAD_GROWTH:-32}
BAD_SECONDS=${JARRAH_BAD_SECONDS:-25}

bad_services() { if [ "$(cat "$CLOUD/mode")" = real ]; then services; else echo simulated; fi; }

# bad_space SERVICE COMMAND...: where the service's ports are.
bad_space() {
  local service=$1
  shift
  if [ "$service" = simulated ]; then "$@"; else in_ns "$(service_space "$service")" "$@"; fi
}

bad_image() { if [ -s "$CLOUD/image-guest" ]; then cat "$CLOUD/image-guest"; else simulated_property imageId; fi; }

# bad_ports SERVICE: NAME=HOST:PORT of every port its process listens on, as the kernel has it.
bad_ports() {
  bad_space "$1" ss -Hltnp | awk -v name="$1" -v pid="pid=$(proc_pid "$1")," '
    index($0, pid) {
      host = $4; sub(/:[0-9]+$/, "", host); port = substr($4, length(host) + 2); sub(/^\[::ffff:/, "", host); sub(/\]$/, "", host)
      if (host == "*" || host == "0.0.0.0" || host == "[::") host = "127.0.0.1"
      print name "=" host ":" port
    }'
}

# The ports of the real cloud as the proxy offers them on the host's loopback.
bad_proxied() { sed -n 's/^listen //p; s/^  bind //p' "$CLOUD/haproxy.cfg" | paste -d= - -; }

# bad_certificate: a component's own, so that its holder gets past TLS to the parser of the SOAP messages.
bad_certificate() {
  local keys
  keys=$(find "$CLOUD" -path '*/cc/*' -name keys.p12 | head -n 1)
  (umask 077 && openssl pkcs12 -in "$keys" -passin "file:$keys.password" -nodes -out "$CLOUD/bad.pem")
}

bad_memory() {
  "$JAVA_HOME/bin/jcmd" "$(proc_pid "$1")" GC.run >/dev/null
  proc_rss "$1"
}

# bad_note FILE: pid and memory of each service.
bad_note() {
  local service
  for service in $(bad_services); do echo "$service $(proc_pid "$service") $(bad_memory "$service")"; done >"$1"
}

bad_requests() { in_client /usr/bin/python3 "$TOOLS/lib/clients/bad_requests.py" "$(bad_image)"; }

# bad_throw NAME COMMAND... : bad_bytes.py in the background, its words in bad-NAME.log.
bad_throw() {
  local name=$1
  shift
  "$@" >"$CLOUD/log/bad-$name.log" 2>&1 &
  BAD_THROWERS+=("$name $!")
}

# bad_bytes SECONDS: garbage on every port at once; meanwhile a user works undisturbed.
bad_bytes() {
  local service ports total=0 entry status=0 driver
  driver=(/usr/bin/python3 "$TOOLS/lib/clients/bad_bytes.py" --seconds "$1")
  BAD_THROWERS=()
  : >"$CLOUD/bad-bytes"
  for service in $(bad_services); do
    mapfile -t ports < <(bad_ports "$service")
    # Health and SOAP at least: none would mean that nothing was looked at.
    [ "${#ports[@]}" -ge 2 ] || { echo "$service listens on ${#ports[@]} ports"; return 1; }
    total=$((total + ${#ports[@]}))
    bad_throw "$service" bad_space "$service" "${driver[@]}" --certificate "$CLOUD/bad.pem" "${ports[@]}"
  done
  if [ -s "$CLOUD/haproxy.cfg" ]; then
    mapfile -t ports < <(bad_proxied)
    bad_throw proxy "${driver[@]}" "${ports[@]}"
  fi
  normal_work during || { echo "a user could not work meanwhile"; status=1; }
  for entry in "${BAD_THROWERS[@]}"; do
    wait "${entry#* }" || status=1
    grep -E '^FAILED|^Traceback|Error' "$CLOUD/log/bad-${entry% *}.log" || true
    grep ' connections: ' "$CLOUD/log/bad-${entry% *}.log" | sed "s/^/${entry% *}: /" >>"$CLOUD/bad-bytes"
  done
  echo "$total ports" >>"$CLOUD/bad-bytes"
  return "$status"
}

# The same processes, alive and ready by their own word.
bad_same() {
  local service pid
  while read -r service pid _; do
    [ "$(proc_pid "$service")" = "$pid" ] || { echo "$service was $pid, and is $(proc_pid "$service" || echo gone)"; return 1; }
    [ "$service" = simulated ] || curl -fsS -m 5 "http://127.0.0.1:$(service_ops_port "$service")/healthz"
    [ "$service" = simulated ] || wait_until 30 service_ready "$service"
  done <"$CLOUD/bad-before"
}

bad_grown() {
  local service pid before after status=0
  : >"$CLOUD/bad-after"
  while read -r service pid before; do
    after=$(bad_memory "$service")
    echo "$service ($pid): $before MiB before, $after MiB after" >>"$CLOUD/bad-after"
    [ "$after" -le $((before + BAD_GROWTH)) ] || status=1
  done <"$CLOUD/bad-before"
  return "$status"
}

# normal_work NAME: an instance comes and goes, an object goes there and back.
normal_work() {
  local id
  id=$(client_ec2 run-instances --image-id "$(bad_image)" --instance-type "$TYPE" --query 'Instances[0].InstanceId' --output text) || return 1
  wait_until 180 state_is running "$id" || return 1
  client_ec2 terminate-instances --instance-ids "$id" --query 'TerminatingInstances[0].CurrentState.Name' --output text
  wait_until 120 state_is terminated "$id" || return 1
  head -c 3000000 /dev/urandom >"$CLOUD/object" &&
    client_s3 mb "s3://work-$1" &&
    client_s3 cp --only-show-errors "$CLOUD/object" "s3://work-$1/object" &&
    client_s3 cp --only-show-errors "s3://work-$1/object" "$CLOUD/object.back" &&
    cmp "$CLOUD/object" "$CLOUD/object.back" &&
    client_s3 rm --only-show-errors "s3://work-$1/object" &&
    client_s3 rb "s3://work-$1"
}

test_bad_input() {
  check "a certificate to attack with" bad_certificate
  check "wrong requests get Amazon's error codes" bad_requests
  check "garbage, bombs and endless connections on every port, a user working meanwhile" bad_bytes "$BAD_SECONDS"
  check "processes and memory noted" bad_note "$CLOUD/bad-before"
  check "the same for $BAD_SECONDS s" bad_bytes "$BAD_SECONDS"
  check "wrong requests again" bad_requests
  check "every service is the same process, alive and ready" bad_same
  check "no service grew by more than $BAD_GROWTH MiB" bad_grown
  sed 's/^/        /' "$CLOUD/bad-bytes" "$CLOUD/bad-after"
  check "instances and objects work as before" normal_work after
  rm -f "$CLOUD/bad.pem"
}
