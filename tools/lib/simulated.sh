# shellcheck shell=bash
# tools/cloud up --simulated: the five services in one JVM, no root, no QEMU. Needs proc.sh, java.sh, client.sh, up.sh.

simulated_ready() { [ -s "$CLOUD/simulated.properties" ] || ! proc_alive simulated; }

simulated_property() { sed -n "s/^$1=//p" "$CLOUD/simulated.properties"; }

simulated_start() {
  local JAVA_COMMAND
  rm -f "$CLOUD/simulated.properties"
  java_command simulated
  proc_start simulated "${JAVA_COMMAND[@]}" --state "$CLOUD/simulated" --nodes "$UP_NODES" --ports "${JARRAH_PORTS:-fixed}" --announce "$CLOUD/simulated.properties"
  wait_until 120 simulated_ready || { echo "not ready after 120 s"; return 1; }
  proc_alive simulated || { tail -n 20 "$CLOUD/log/simulated.log"; return 1; }
}

up_simulated() {
  local start
  start=$(now_ms)
  if [ "$(cat "$CLOUD/mode" 2>/dev/null)" = real ] && proc_alive clc; then die "the real cloud is up" "tools/cloud down first"; fi
  up_prepare simulated
  export STEP_LOG=$CLOUD/log/up.log
  up_aot
  [ -n "${JARRAH_NO_CLOCK_RESET:-}" ] || start=$(now_ms)
  echo simulated >"$CLOUD/mode"
  if proc_alive simulated; then say "The simulated cloud is up already."; else
    STEP_HINT="log: tools/cloud logs simulated" step "The whole cloud in one JVM, $UP_NODES simulated nodes" simulated_start
  fi
  client_files "$(simulated_property accessKeyId)" "$(simulated_property secretAccessKey)" "$(simulated_property ec2Url)" \
    "$(simulated_property s3Url)" "$(simulated_property region)"
  cat <<TEXT

The simulated cloud is up after $(seconds "$start") s. It answers at
  EC2, IAM, STS  $(simulated_property ec2Url)      S3  $(simulated_property s3Url)

Try:
  . $(up_relative "$CLOUD/jarrahrc")
  aws ec2 describe-images --owners self --output table
  aws ec2 run-instances --image-id $(simulated_property imageId) --count 5
  aws ec2 describe-instances --query 'Reservations[].Instances[].[InstanceId,State.Name,PrivateIpAddress]' --output table
  aws ec2 describe-availability-zones --output table
  aws s3 mb s3://mine
tools/cloud down ends it.
TEXT
}
